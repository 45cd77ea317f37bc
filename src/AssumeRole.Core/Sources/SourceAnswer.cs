using AssumeRole.Credentials;

namespace AssumeRole.Sources;

/// <summary>
/// What one source says: credentials, or that it is not configured here. A source that is configured and fails throws instead:
/// falling through to the next would give a task another identity than it was meant to have.
/// </summary>
/// <param name="Credentials">The credentials, or null.</param>
/// <param name="Absence">Why there are none, as half a sentence.</param>
internal sealed record SourceAnswer(BaseCredentials? Credentials, string Absence)
{
    public static SourceAnswer Found(BaseCredentials credentials) => new(credentials, string.Empty);

    public static SourceAnswer Absent(string why) => new(null, why);
}
