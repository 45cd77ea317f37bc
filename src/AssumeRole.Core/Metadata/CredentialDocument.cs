using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AssumeRole.Credentials;
using AssumeRole.Findings;

namespace AssumeRole.Metadata;

/// <summary>
/// A JSON document of credentials, or a Code and a Message that say why there are none, from the metadata service, a container endpoint
/// or a credential_process. Member names match in any case. A fault names the member and shows no value that may be a secret.
/// </summary>
internal sealed partial class CredentialDocument
{
    private const int LongestValue = 40;
    private static readonly string[] Secrets = ["SecretAccessKey", "Token", "SessionToken"];

    private readonly Dictionary<string, JsonElement> members = new(StringComparer.OrdinalIgnoreCase);
    private readonly FindingKind fault;
    private readonly string target;

    private CredentialDocument(JsonElement root, FindingKind fault, string target)
    {
        (this.fault, this.target) = (fault, target);
        if (root.ValueKind == JsonValueKind.Null) return;
        if (root.ValueKind != JsonValueKind.Object) throw Failed("Its document is no JSON object.");
        try
        {
            foreach (var member in root.EnumerateObject()) members[member.Name] = member.Value;
        }
        catch (InvalidOperationException)
        {
            throw Failed("Its document has a name with an escaped half of a character.");
        }
    }

    /// <summary>When the credentials end, in UTC; null if the document does not say, and then they do not.</summary>
    public DateTime? Expiration => !TryGet("Expiration", out var value) ? null
        : TryReadTime(value, out var time) ? time
        : throw Failed($"Expiration in its document is {Quote(value)}, which is no time.");

    /// <summary>Every fault of the document is an error of this kind and target. A JSON null counts as an empty object.</summary>
    public static CredentialDocument Parse(string text, FindingKind fault, string target)
    {
        if (string.IsNullOrWhiteSpace(text)) throw fault.Error(target, "Its document is empty.");
        try
        {
            using var document = JsonDocument.Parse(text);
            return new CredentialDocument(document.RootElement.Clone(), fault, target);
        }
        catch (JsonException error)
        {
            // The document may hold keys: nothing of it goes into the error.
            throw fault.Error(target, $"Its document is not JSON (line {error.LineNumber}).");
        }
    }

    /// <summary>What the body of an error answer says by Code and Message, or null if it is no JSON that does.</summary>
    public static string? ReadReason(string body, SecretsOfCall sent)
    {
        // HTML and plain text, which most errors of the metadata service are, may hold anything.
        if (!body.AsSpan().TrimStart().StartsWith("{")) return null;
        try
        {
            return Parse(body, FindingCatalogue.MetadataServiceError, string.Empty).ReadReason(sent);
        }
        catch (AssumeRoleException)
        {
            return null;
        }
    }

    public string? Text(string name)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind != JsonValueKind.String) throw Failed($"{name} in its document is no text.");
        return Read(value) ?? throw Failed($"{name} in its document has an escaped half of a character.");
    }

    /// <summary>The keys; throws if a part is missing, or is not fit for a header.</summary>
    /// <param name="absence">What to say if a part is missing.</param>
    public AwsKeys ReadKeys(KeyNames names, string absence, bool needsToken = false)
    {
        if ((Text(names.Id), Text(names.Secret)) is not ({ Length: > 0 } id, { Length: > 0 } secret)) throw Failed(absence);
        var token = Text(names.Token);
        if (needsToken && string.IsNullOrEmpty(token)) throw Failed(absence);
        return AwsKeys.Create(names, id, secret, token, (_, reason) => Failed(reason));
    }

    public bool Has(string name, int number) =>
        TryGet(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var is32) && is32 == number;

    /// <summary>A value as evidence shows it: cut, and without the document's secrets.</summary>
    public string Quote(string name) => TryGet(name, out var value) ? Quote(value) : "absent";

    /// <summary>What Code and Message say, as a sentence, or null if the document has neither.</summary>
    public string? ReadReason(SecretsOfCall? sent = null)
    {
        var (code, message) = (Word("Code"), Word("Message"));
        var reason = code.Length == 0 ? message : message.Length == 0 ? $"Code {code}" : $"Code {code}: {message}";
        return reason.Length == 0 ? null : reason.TrimEnd('.') + ".";

        // A proxy's code may be a number.
        string Word(string name) => TryGet(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? MetadataText.OnOneLine(WithoutSecrets(Read(value), sent))
            : string.Empty;
    }

    private bool TryGet(string name, out JsonElement value) =>
        members.TryGetValue(name, out value) && value.ValueKind != JsonValueKind.Null;

    private string Quote(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => $"'{PlainText.Shorten(MetadataText.OnOneLine(LongWord().Replace(WithoutSecrets(Read(value)), SecretMask.Mask)), LongestValue)}'",
    };

    private string WithoutSecrets(string? text, SecretsOfCall? sent = null) => (sent ?? SecretsOfCall.None)
        .And([.. Secrets.Select(name => TryGet(name, out var value) ? Read(value) : null)])
        .Mask(text ?? string.Empty);

    private AssumeRoleException Failed(string evidence) => fault.Error(target, evidence);

    /// <summary>A text, or what is written for another value; null for a text with an escaped half of a character.</summary>
    private static string? Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return value.GetRawText();
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A time as ISO 8601 writes it; without an offset it is UTC.</summary>
    private static bool TryReadTime(JsonElement value, out DateTime time)
    {
        time = default;
        if (value.ValueKind != JsonValueKind.String || Read(value) is not { } text || !BeginsWithDate().IsMatch(text)) return false;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTime.TryParse(text, CultureInfo.InvariantCulture, Utc, out time);
    }

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex BeginsWithDate();

    // Longer than any part of a time: a key or a token in the wrong place.
    [GeneratedRegex(@"[A-Za-z0-9+/=_]{21,}", RegexOptions.CultureInvariant)]
    private static partial Regex LongWord();
}
