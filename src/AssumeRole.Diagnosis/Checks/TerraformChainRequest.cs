using System.Collections.Immutable;
using AssumeRole.Roles;

namespace AssumeRole.Checks;

/// <summary>What to walk in a Terraform plan or state.</summary>
/// <param name="Path">The file that terraform show -json wrote.</param>
public sealed record TerraformChainRequest(string Path)
{
    /// <summary>
    /// The roles to walk to, by ARN, name or address in the file. Without any: the roles that the worker's policies name or that
    /// name the worker in their trust policies, and if there is none, every role but the worker's.
    /// </summary>
    public IReadOnlyList<string> RoleArns { get; init; } = [];

    /// <summary>What is sent with the calls. Via is read as <see cref="RoleArns"/> are; RoleArn is not used.</summary>
    public RoleChainRequest Call { get; init; } = new();

    /// <summary>What is known of the calls beyond what they say themselves; see <see cref="RoleQuestion.Context"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Context { get; init; } =
        ImmutableDictionary<string, IReadOnlyList<string>>.Empty;
}
