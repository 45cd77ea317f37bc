using System.Collections.Immutable;
using AssumeRole.Policies;
using AssumeRole.Roles;

namespace AssumeRole.Checks;

/// <summary>What an offline check is made from.</summary>
internal sealed record OfflineChainRequest
{
    /// <summary>The roles, each with what is sent with the request for it.</summary>
    public required IReadOnlyList<RoleRequest> Targets { get; init; }

    /// <summary>The policies of the worker's role.</summary>
    public IReadOnlyList<PolicySource> WorkerPolicies { get; init; } = [];

    /// <summary>The trust policy of the roles, or null if it was not given.</summary>
    public PolicySource? TrustPolicy { get; init; }

    /// <summary>
    /// The ARN of the worker's role (or of a user or session), or null: then it is aws:PrincipalArn of <see cref="Context"/>, or
    /// the one role that the trust policy names, or any role that the trust policy may mean.
    /// </summary>
    public string? CallerArn { get; init; }

    /// <summary>
    /// What is known of the call, such as aws:SourceIp or aws:PrincipalOrgID. A key without values is known to be absent.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Context { get; init; } =
        ImmutableDictionary<string, IReadOnlyList<string>>.Empty;
}
