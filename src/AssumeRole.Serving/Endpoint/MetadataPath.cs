using System.Text.RegularExpressions;

namespace AssumeRole.Endpoint;

/// <summary>A path of the instance metadata service in its one spelling.</summary>
/// <param name="Full">The whole path, as it may be asked of the real service.</param>
/// <param name="Rest">What follows the version, without slashes around it; empty for the version itself.</param>
internal sealed partial record MetadataPath(string Full, string Rest)
{
    /// <summary>
    /// Whether it leads to credentials, the instance's own if the real service is asked: iam/, and identity-credentials/ of EC2
    /// itself. Whatever could be read so is taken so.
    /// </summary>
    public bool IsCredentials => Rest.Split('/').Any(segment =>
        segment.Equals("iam", StringComparison.OrdinalIgnoreCase)
        || segment.Equals("identity-credentials", StringComparison.OrdinalIgnoreCase)
        || segment.Equals("security-credentials", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Reads a path; null if it is none. Empty segments, dots and everything encoded are refused rather than resolved: two readers
    /// could resolve them differently, and the second would be the real service.
    /// </summary>
    public static MetadataPath? Parse(string path) =>
        Pattern().Match(path) is { Success: true } match ? new MetadataPath(path, match.Groups["rest"].Value) : null;

    // Letters, digits and + - = . , _ : @ are all that EC2 has in paths (EC2 guide, "Instance metadata categories" and instance tags).
    [GeneratedRegex(
        @"\A/(?:latest|1\.0|[0-9]{4}-[0-9]{2}-[0-9]{2})(?:/(?<rest>(?:(?!\.{1,2}(?:/|\z))[A-Za-z0-9+=.,_:@-]+)(?:/(?!\.{1,2}(?:/|\z))[A-Za-z0-9+=.,_:@-]+)*))?/?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
