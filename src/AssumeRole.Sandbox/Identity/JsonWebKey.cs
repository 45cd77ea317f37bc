using System.Security.Cryptography;
using System.Text.Json;
using AssumeRole.Cryptography;

namespace AssumeRole.Sandbox.Identity;

/// <summary>A public key of an identity provider, RSA or on the curve P-256.</summary>
internal sealed record JsonWebKey
{
    private readonly RSAParameters? rsa;
    private readonly ECParameters? curve;

    private JsonWebKey(string? keyId, RSAParameters? rsa, ECParameters? curve)
    {
        KeyId = keyId;
        this.rsa = rsa;
        this.curve = curve;
    }

    public string? KeyId { get; }

    /// <summary>Reads a key of a key set (RFC 7517), or gives null if it is of another kind or incomplete.</summary>
    public static JsonWebKey? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return null;
        var keyId = Text(json, "kid");
        switch (Text(json, "kty"))
        {
            case "RSA" when Bytes(json, "n") is { } modulus && Bytes(json, "e") is { } exponent:
                return new JsonWebKey(keyId, new RSAParameters { Modulus = modulus, Exponent = exponent }, null);
            case "EC" when Text(json, "crv") == "P-256" && Bytes(json, "x") is { } x && Bytes(json, "y") is { } y:
                var point = new ECPoint { X = x, Y = y };
                return new JsonWebKey(keyId, null, new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
            default:
                return null;
        }
    }

    /// <summary>Whether the signature fits; the key settles which algorithm may be named, never the token.</summary>
    /// <exception cref="Findings.AssumeRoleException">TlsLibraryMissing.</exception>
    public bool Verifies(string algorithm, byte[] data, byte[] signature)
    {
        OpenSsl.RequireFor("identity provider");
        try
        {
            if (rsa is { } rsaKey && algorithm == "RS256")
            {
                using var key = RSA.Create(rsaKey);
                return key.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }

            if (curve is { } curveKey && algorithm == "ES256")
            {
                using var key = ECDsa.Create(curveKey);
                return key.VerifyData(data, signature, HashAlgorithmName.SHA256);
            }
        }
        catch (CryptographicException)
        {
            // The key is no key: a point off the curve, a modulus of nothing.
        }

        return false;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[]? Bytes(JsonElement json, string name) => Text(json, name) is { } text ? Base64Url.Decode(text) : null;
}
