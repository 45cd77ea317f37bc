using AssumeRole.Chains;
using AssumeRole.Metadata;

namespace AssumeRole.Checks;

/// <summary>What the check of the metadata service found.</summary>
/// <param name="Steps">The row of the service itself, and behind it a warning if IMDSv1 is open.</param>
/// <param name="Diagnosis">What the probe found.</param>
public sealed record MetadataCheckResult(IReadOnlyList<ChainStep> Steps, MetadataDiagnosis Diagnosis)
{
    /// <summary>Whether the instance's metadata can be read, so that the steps behind this one can be tried.</summary>
    public bool IsUsable => Diagnosis.Token is not null;
}
