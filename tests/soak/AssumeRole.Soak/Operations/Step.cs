namespace AssumeRole.Soak.Operations;

/// <summary>A script, and what it promises.</summary>
/// <param name="Script">The script.</param>
/// <param name="Promise">What it promises of the environment.</param>
/// <param name="StopAfter">After how many milliseconds it is stopped; null for never.</param>
internal sealed record Step(string Script, Promise Promise = Promise.Kept, int? StopAfter = null);
