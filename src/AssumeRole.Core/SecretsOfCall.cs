using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using AssumeRole.Credentials;

namespace AssumeRole;

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

    /// <summary>A call without secrets.</summary>
    public static SecretsOfCall None { get; } = new([]);

    /// <summary>The secrets of a call that keys sign.</summary>
    public static SecretsOfCall Of(AwsKeys? keys) => new([keys?.SecretAccessKey.Reveal(), keys?.SessionToken?.Reveal()]);

    /// <summary>The secrets of a call that sends these texts; null and empty ones are none.</summary>
    public static SecretsOfCall Of(params string?[] texts) => new(texts);

    /// <summary>These and more.</summary>
    public SecretsOfCall And(params string?[] texts) => new([.. secrets, .. texts]);

    /// <summary>These and a value that is stored: a JSON object's texts are secrets one by one as well.</summary>
    public SecretsOfCall AndStored(Secret value) => And([value.Reveal(), .. TextsIn(value.Reveal())]);

    /// <summary>A text without them.</summary>
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
