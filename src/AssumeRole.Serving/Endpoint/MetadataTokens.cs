using System.Buffers.Binary;
using System.Security.Cryptography;
using AssumeRole.Cryptography;

namespace AssumeRole.Endpoint;

/// <summary>
/// The session tokens of one IMDSv2 listener: expiry, nonce and a signature over both with a key of the listener's own. Nothing is
/// stored, so requests for tokens take no memory, however many. Another listener's token, for another role, is not valid here.
/// </summary>
internal sealed class MetadataTokens(TimeProvider time)
{
    private const int ExpiryBytes = sizeof(long);
    private const int NonceBytes = 16;
    private const int SignedBytes = ExpiryBytes + NonceBytes;
    private const int TokenBytes = SignedBytes + Digest.Length;
    private const int TokenCharacters = (TokenBytes + 2) / 3 * 4;

    private readonly byte[] key = RandomBytes.Create(Digest.Length);

    public string Issue(TimeSpan lifetime)
    {
        Span<byte> token = stackalloc byte[TokenBytes];
        BinaryPrimitives.WriteInt64BigEndian(token, (time.GetUtcNow() + lifetime).UtcTicks);
        RandomBytes.Create(NonceBytes).CopyTo(token[ExpiryBytes..]);
        Digest.HmacSha256(key, token[..SignedBytes]).CopyTo(token[SignedBytes..]);
        return Encode(token);
    }

    public bool IsValid(string? text)
    {
        Span<byte> token = stackalloc byte[TokenBytes + 1];
        if (text?.Length != TokenCharacters
            || !Convert.TryFromBase64String(text.Replace('-', '+').Replace('_', '/'), token, out var written)
            || written != TokenBytes)
        {
            return false;
        }

        // Each token has one spelling only: the last of its 75 digits has bits that carry nothing.
        token = token[..TokenBytes];
        if (Encode(token) != text) return false;
        var signature = Digest.HmacSha256(key, token[..SignedBytes]);
        return CryptographicOperations.FixedTimeEquals(signature, token[SignedBytes..])
            && BinaryPrimitives.ReadInt64BigEndian(token) > time.GetUtcNow().UtcTicks;
    }

    private static string Encode(ReadOnlySpan<byte> token) => Convert.ToBase64String(token).Replace('+', '-').Replace('/', '_');
}
