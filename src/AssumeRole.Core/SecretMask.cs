using System.Text.RegularExpressions;
using AssumeRole.Credentials;

namespace AssumeRole;

/// <summary>
/// Takes out of a text from elsewhere whatever looks like a secret: it is the net under <see cref="SecretsOfCall"/>, which knows the
/// secrets that it takes out.
/// </summary>
internal static partial class SecretMask
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mask = "[masked]";

    /// <summary>The text, masked.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length < ShortestText) return text;
        var masked = UserInfo().Replace(CanonicalRequest().Replace(text, "[canonical request left out]"), Mask + "@");
        masked = Named().Replace(masked, match => match.Groups[1].Value + Mask);
        masked = KeyId().Replace(masked, match => AwsKeys.Shorten(match.Value));
        masked = JsonWebToken().Replace(masked, Mask);
        return Base64().Replace(masked, match => IsSecret(match.Value) ? Mask : match.Value);
    }

    /// <summary>The exception, or null if a message of it or of one inside it has something to mask: Get-Error shows them all.</summary>
    public static Exception? Of(Exception? error) => IsHarmless(error, Of) ? error : null;

    /// <summary>Whether a function leaves all messages of an exception and of those inside it as they are.</summary>
    internal static bool IsHarmless(Exception? error, Func<string, string> mask) =>
        error is null || (mask(error.Message) == error.Message && IsHarmless(error.InnerException, mask));

    // A secret access key has 40 letters of base64, a session token some hundreds. A hash in hexadecimal or a path is neither.
    private static bool IsSecret(string run)
    {
        var slashes = run.Count(letter => letter == '/');
        return (run.Length >= 100 && slashes * 20 <= run.Length)
            || (run.Length == 40 && slashes < 3
                && run.Any(char.IsAsciiLetterUpper) && run.Any(char.IsAsciiLetterLower) && run.Any(char.IsAsciiDigit));
    }

    // "x://a:b@", the shortest user and password.
    private const int ShortestText = 8;

    // The user and password of an address, such as a proxy's. A password may itself have an @.
    [GeneratedRegex("""(?<=://)[^\s/?#"'<>]*@""", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    // STS API guide, "SignatureDoesNotMatch": the message quotes the request as AWS read it, x-amz-security-token included.
    [GeneratedRegex("The Canonical String for this request should have been.*\\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex CanonicalRequest();

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
