using System.Security.Cryptography;
using System.Text.Json;
using AssumeRole.Cryptography;

namespace AssumeRole.Sandbox.Worlds;

/// <param name="Algorithm">The algorithm that tokens must name: RS256 or ES256. The key decides it, never the token.</param>
internal sealed record JsonWebKey(string? KeyId, string Algorithm, Func<AsymmetricAlgorithm> Open)
{
    /// <summary>Reads a key of a key set (RFC 7517). Returns null if it is neither RSA nor on the curve P-256, or incomplete.</summary>
    public static JsonWebKey? Read(JsonElement json)
    {
        var keyId = json.FindText("kid");
        switch (json.FindText("kty"))
        {
            case "RSA" when Bytes(json, "n") is { } modulus && Bytes(json, "e") is { } exponent:
                var rsa = new RSAParameters { Modulus = modulus, Exponent = exponent };
                return new JsonWebKey(keyId, "RS256", () => RSA.Create(rsa));
            case "EC" when json.FindText("crv") == "P-256" && Bytes(json, "x") is { } x && Bytes(json, "y") is { } y:
                var curve = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } };
                return new JsonWebKey(keyId, "ES256", () => ECDsa.Create(curve));
            default:
                return null;
        }
    }

    public bool Verifies(string? algorithm, byte[] data, byte[] signature)
    {
        OpenSsl.RequireFor("identity provider");
        if (algorithm != Algorithm) return false;
        try
        {
            using var key = Open();
            return key is RSA rsa
                ? rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : ((ECDsa)key).VerifyData(data, signature, HashAlgorithmName.SHA256);
        }
        catch (CryptographicException)
        {
            // Not a key: a point off the curve, an empty modulus.
            return false;
        }
    }

    private static byte[]? Bytes(JsonElement json, string name) => json.FindText(name) is { } text ? Base64Url.Decode(text) : null;
}

/// <summary>Base64 as JSON Web Tokens write it: - and _, no padding.</summary>
internal static class Base64Url
{
    public static byte[]? Decode(string text)
    {
        if (text.AsSpan().ContainsAny("+/=") || text.Length % 4 == 1) return null;
        var padded = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : null;
    }
}
