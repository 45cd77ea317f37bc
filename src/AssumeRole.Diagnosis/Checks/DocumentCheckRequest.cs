using System.Collections.Immutable;
using AssumeRole.Findings;

namespace AssumeRole.Checks;

/// <summary>Documents to decide a chain from, in place of AWS.</summary>
public sealed record DocumentCheckRequest
{
    /// <summary>The policies of the worker's role: paths, or the JSON itself.</summary>
    public IReadOnlyList<string> WorkerPolicies { get; init; } = [];

    /// <summary>The trust policy of the role: a path, or the JSON itself; null if it was not given.</summary>
    public string? TrustPolicy { get; init; }

    /// <summary>What terraform show -json wrote of a plan or a state; null if it was not given.</summary>
    public string? TerraformPlan { get; init; }

    /// <summary>What is known of the call, such as aws:SourceIp. A key without values is known to be absent.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Context { get; init; } =
        ImmutableDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>Whether there are documents, and AWS is not to be asked.</summary>
    public bool IsAsked => WorkerPolicies.Count > 0 || TrustPolicy is not null || TerraformPlan is not null;

    /// <summary>Refuses what contradicts itself.</summary>
    /// <exception cref="AssumeRoleException">ParameterConflict.</exception>
    public void Check()
    {
        if (TerraformPlan is not null && (WorkerPolicies.Count > 0 || TrustPolicy is not null))
        {
            throw FindingCatalogue.ParameterConflict.Error(
                "TerraformPlan",
                "-TerraformPlan was given with -WorkerPolicy or -TrustPolicy.",
                remedy: "Leave the policies out: the file holds them.");
        }

        if (Context.Count > 0 && !IsAsked)
        {
            throw FindingCatalogue.ParameterConflict.Error(
                "Context",
                "-Context was given without -WorkerPolicy, -TrustPolicy or -TerraformPlan.",
                remedy: "Leave -Context out: AWS knows the context of a call itself.");
        }
    }
}
