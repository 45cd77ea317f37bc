using AssumeRole.Chains;

namespace AssumeRole.Checks;

/// <summary>What is to be checked.</summary>
/// <param name="Chains">One request a target; all start from the same identity and ask the same STS.</param>
public sealed record ChainCheckRequest(IReadOnlyList<SessionRequest> Chains)
{
    /// <summary>
    /// Whether to find out more at a price: a tokenless metadata request, and further STS calls, which are counted in the evidence
    /// and use no value that the caller did not give.
    /// </summary>
    public bool Detailed { get; init; }

    /// <summary>Whether PowerShell holds credentials for AWS.Tools ($StoredAWSCredentials).</summary>
    public bool HasStoredCredentials { get; init; }

    /// <summary>What kind of machine this is.</summary>
    public required MachineFacts Machine { get; init; }
}
