using AssumeRole.Findings;

namespace AssumeRole.Metadata;

/// <summary>What the differential probe found.</summary>
/// <param name="Verdict">What it makes of the answers.</param>
/// <param name="Evidence">What was seen, as one or more sentences. Never a secret.</param>
/// <param name="RoundTrips">How many requests were sent.</param>
public sealed record MetadataDiagnosis(MetadataVerdict Verdict, string Evidence, int RoundTrips)
{
    /// <summary>What is wrong, or null if the verdict is healthy.</summary>
    public Finding? Finding { get; init; }

    /// <summary>The token that was issued, for the reads that follow, or null.</summary>
    public Secret? Token { get; init; }

    /// <summary>The instance's id, if a request without a token gave it.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Whether a request without a token is served, or null if none was sent or its answer does not tell.</summary>
    public bool? Version1Open { get; init; }

    /// <summary>The exception that showed it, if any.</summary>
    internal Exception? Error { get; init; }
}
