using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AssumeRole;

/// <summary>Masks whatever looks like a secret in a text from elsewhere: the net under <see cref="SecretsOfCall"/>.</summary>
internal static partial class SecretMask
{
    public const string Mask = "[masked]";

    public static string Of(string text)
    {
        if (text.Length < ShortestText) return text;
        var masked = UserInfo().Replace(CanonicalRequest().Replace(text, "[canonical request left out]"), Mask + "@");
        masked = Named().Replace(masked, match => match.Groups[1].Value + Mask);
        masked = KeyId().Replace(masked, match => "…" + match.Value[^4..]);
        masked = JsonWebToken().Replace(masked, Mask);
        return Base64().Replace(masked, match => IsSecret(match.Value) ? Mask : match.Value);
    }

    /// <summary>The exception, or null if a message of it or of one inside it has something to mask: Get-Error shows them all.</summary>
    public static Exception? Of(Exception? error) => IsHarmless(error, Of) ? error : null;

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

/// <summary>
/// The secrets that one call sends or gets. What the other side says of the call may repeat them, and loses them by their exact value
/// before it is shown: as they are, as addresses, JSON and XML write them, and in base64.
/// </summary>
internal sealed partial class SecretsOfCall
{
    /// <summary>A shorter text, such as an MFA code, is found in many others by chance. It is a secret as a word of its own.</summary>
    private const int ShortestPart = 8;

    private readonly IReadOnlyList<string> secrets;
    private readonly Lazy<string[]> forms;

    private SecretsOfCall(IEnumerable<string?> secrets)
    {
        this.secrets = [.. secrets.OfType<string>().Where(secret => secret.Length > 0).Distinct(StringComparer.Ordinal)];
        // The longest first: a form may be part of another.
        forms = new(() => [.. this.secrets.SelectMany(FormsOf).Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length)]);
    }

    public static SecretsOfCall None { get; } = new([]);

    public static SecretsOfCall Of(params string?[] texts) => new(texts);

    public SecretsOfCall And(params string?[] texts) => new([.. secrets, .. texts]);

    /// <summary>These and a value that is stored: a JSON object's texts are secrets one by one as well.</summary>
    public SecretsOfCall AndStored(Secret value) => And([value.Reveal(), .. TextsIn(value.Reveal())]);

    public string Mask(string text)
    {
        foreach (var form in forms.Value)
        {
            if (!text.Contains(form, StringComparison.Ordinal)) continue;
            text = form.Length < ShortestPart
                ? Regex.Replace(text, $@"(?<!\w){Regex.Escape(form)}(?!\w)", SecretMask.Mask, RegexOptions.CultureInvariant)
                : text.Replace(form, SecretMask.Mask, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>The exception, or null if a message of it or of one inside it repeats one of them: Get-Error shows them all.</summary>
    public Exception? Mask(Exception? error) => SecretMask.IsHarmless(error, Mask) ? error : null;

    private static IEnumerable<string> FormsOf(string secret)
    {
        yield return secret;
        if (secret.Length < ShortestPart) yield break;
        var address = Uri.EscapeDataString(secret);
        yield return address;
        yield return WebUtility.UrlEncode(secret);
        yield return address.Replace("%2B", "%2b", StringComparison.Ordinal).Replace("%2F", "%2f", StringComparison.Ordinal).Replace("%3D", "%3d", StringComparison.Ordinal);
        yield return WebUtility.HtmlEncode(secret);
        yield return JavaScriptEncoder.Default.Encode(secret);
        yield return secret.Replace("/", "\\/", StringComparison.Ordinal);
        // Without its end: where it stands in a longer text, its last letters depend on what follows.
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=');
        yield return base64;
        yield return base64.Replace('+', '-').Replace('/', '_');
    }

    private static IEnumerable<string> TextsIn(string value)
    {
        if (!value.StartsWith('{')) return [];
        try
        {
            using var document = JsonDocument.Parse(value);
            return
            [
                .. document.RootElement.EnumerateObject()
                    .Where(member => member.Value.ValueKind == JsonValueKind.String && SecretName().IsMatch(member.Name))
                    .Select(member => member.Value.GetString()!),
            ];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    [GeneratedRegex("secret|token", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();
}

internal static class UriText
{
    /// <summary>The address without path, user and password: those may be secrets.</summary>
    public static string WithoutSecrets(this Uri address) =>
        address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
