using System.Text.RegularExpressions;
using AssumeRole.Chains;
using AssumeRole.Credentials;

namespace AssumeRole.Reports;

/// <summary>
/// Takes out of a step's texts whatever looks like a secret. A step holds none, but its evidence may quote what another program or a
/// file said, and a report is made to be passed on.
/// </summary>
internal static partial class SecretMask
{
    private const string Mask = "[masked]";

    /// <summary>The step with its texts masked.</summary>
    public static ChainStep Of(ChainStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step with
        {
            Target = Of(step.Target),
            Cause = Of(step.Cause),
            Evidence = Of(step.Evidence),
            Remedy = Of(step.Remedy),
            Chain = Of(step.Chain),
            Candidates =
            [
                .. step.Candidates.Select(candidate => candidate with { Evidence = Of(candidate.Evidence), Remedy = Of(candidate.Remedy) }),
            ],
        };
    }

    /// <summary>The text, masked.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length < 16) return text;
        var masked = Named().Replace(text, match => match.Groups[1].Value + Mask);
        masked = KeyId().Replace(masked, match => AwsKeys.Shorten(match.Value));
        masked = JsonWebToken().Replace(masked, Mask);
        return Base64().Replace(masked, match => IsSecret(match.Value) ? Mask : match.Value);
    }

    // A secret access key has 40 letters of base64, a session token some hundreds. A hash in hexadecimal or a path is neither.
    private static bool IsSecret(string run)
    {
        var slashes = run.Count(letter => letter == '/');
        return (run.Length >= 100 && slashes * 20 <= run.Length)
            || (run.Length == 40 && slashes < 3
                && run.Any(char.IsAsciiLetterUpper) && run.Any(char.IsAsciiLetterLower) && run.Any(char.IsAsciiDigit));
    }

    [GeneratedRegex("""((?:secret_?access_?key|session_?token|security_?token)["']?\s{0,4}[=:]\s{0,4}["']?)[^\s"',;]{16,}""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    // IAM User Guide, "Unique identifiers": AKIA are a user's keys, ASIA temporary ones.
    [GeneratedRegex("(?<![A-Za-z0-9])A[KS]IA[A-Z0-9]{12,124}(?![A-Za-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex KeyId();

    [GeneratedRegex(@"(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*", RegexOptions.CultureInvariant)]
    private static partial Regex JsonWebToken();

    [GeneratedRegex("(?<![A-Za-z0-9+/=_.@:-])[A-Za-z0-9+/]{40,}={0,2}(?![A-Za-z0-9+/=_@-])(?!\\.\\S)", RegexOptions.CultureInvariant)]
    private static partial Regex Base64();
}
