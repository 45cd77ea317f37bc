using System.Text;
using System.Text.Json;

namespace AssumeRole.Sandbox.Identity;

/// <summary>A JSON Web Token, taken apart but not believed.</summary>
internal sealed record WebIdentityToken
{
    private readonly byte[] signed;
    private readonly byte[] signature;

    private WebIdentityToken(byte[] signed, byte[] signature)
    {
        this.signed = signed;
        this.signature = signature;
    }

    public string Algorithm { get; private init; } = "";

    public string? KeyId { get; private init; }

    public string? Issuer { get; private init; }

    public string? Subject { get; private init; }

    public IReadOnlyList<string> Audiences { get; private init; } = [];

    /// <summary>The exp claim, in seconds of the Unix epoch.</summary>
    public long? Expiration { get; private init; }

    /// <summary>Reads a token in the compact form, or gives null if it is none.</summary>
    public static WebIdentityToken? Read(string text)
    {
        if (text.Split('.') is not [var header, var payload, var signature]) return null;
        if (Base64Url.Decode(signature) is not { } signatureBytes) return null;
        if (ReadObject(header) is not { } head || ReadObject(payload) is not { } claims) return null;
        return new WebIdentityToken(Encoding.ASCII.GetBytes($"{header}.{payload}"), signatureBytes)
        {
            Algorithm = Text(head, "alg") ?? "",
            KeyId = Text(head, "kid"),
            Issuer = Text(claims, "iss"),
            Subject = Text(claims, "sub"),
            Audiences = Texts(claims, "aud"),
            Expiration = Number(claims, "exp"),
        };
    }

    /// <summary>Whether one of the keys signed this token.</summary>
    public bool IsSignedBy(IEnumerable<JsonWebKey> keys) =>
        keys.Any(key => (KeyId is null || key.KeyId == KeyId) && key.Verifies(Algorithm, signed, signature));

    private static JsonElement? ReadObject(string part)
    {
        if (Base64Url.Decode(part) is not { } bytes) return null;
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : null;

    private static IReadOnlyList<string> Texts(JsonElement json, string name)
    {
        if (Text(json, name) is { } lone) return [lone];
        return json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
    }
}
