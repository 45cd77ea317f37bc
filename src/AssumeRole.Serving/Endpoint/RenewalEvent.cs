using AssumeRole.Findings;

namespace AssumeRole.Endpoint;

/// <summary>What became of one attempt to get a session.</summary>
/// <param name="Expiration">When the new session ends, in UTC; null if there is none.</param>
/// <param name="Failure">Why there is none, or null.</param>
internal sealed record RenewalEvent(DateTime? Expiration, Finding? Failure);
