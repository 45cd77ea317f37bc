using System.Text.RegularExpressions;

namespace AssumeRole.Metadata;

/// <summary>
/// A role as iam/security-credentials/ names it: by its name, by path and name, or by its ARN. EC2's own service gives the name; kube2iam
/// gives path and name, and the ARN for a role of another account.
/// </summary>
/// <remarks>
/// The AWS SDKs append the text to the path as it is. Each character here means itself in a URL's path, and no segment is empty, '.' or '..',
/// so the request stays below iam/security-credentials/.
/// </remarks>
internal static partial class InstanceRoleName
{
    /// <summary>Longer than any path (512) and name (64) of IAM with what an ARN has before them.</summary>
    private const int Longest = 640;

    /// <summary>Whether a text may be appended to a path as it is.</summary>
    public static bool IsValid(string text) => text.Length <= Longest && Pattern().IsMatch(text);

    // IAM reference, "IAM and AWS STS quotas": a name is 1 to 64 of [A-Za-z0-9_+=,.@-].
    [GeneratedRegex(
        @"^(?:arn:[a-z][a-z0-9-]{1,31}:iam::[0-9]{12}:role/)?(?:(?!\.{1,2}/)[A-Za-z0-9_+=,.@-]+/)*(?!\.{1,2}\z)[A-Za-z0-9_+=,.@-]{1,64}\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
