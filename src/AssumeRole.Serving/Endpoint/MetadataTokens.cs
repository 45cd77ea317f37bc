using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AssumeRole.Cryptography;

namespace AssumeRole.Endpoint;

/// <summary>
/// The session tokens of one IMDSv2 listener: expiry, nonce and a signature over both with a key of the listener's own. Nothing is
/// stored, so that no number of requests for tokens takes memory; and another listener's token, another role's, is not valid here.
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
        RandomBytes.Create(SignedBytes - ExpiryBytes).CopyTo(token[ExpiryBytes..]);
        Digest.HmacSha256(key, token[..SignedBytes]).CopyTo(token[SignedBytes..]);
        return Convert.ToBase64String(token).Replace('+', '-').Replace('/', '_');
    }

    public bool IsValid(ReadOnlySpan<char> text)
    {
        // 56 bytes are 75 characters and one of padding: each token has one spelling only.
        if (text.Length != TokenCharacters || !Ascii.IsValid(text)) return false;
        Span<byte> token = stackalloc byte[TokenCharacters];
        Encoding.ASCII.GetBytes(text, token);
        if (token.ContainsAny((byte)'+', (byte)'/')) return false;
        token.Replace((byte)'-', (byte)'+');
        token.Replace((byte)'_', (byte)'/');
        if (Base64.DecodeFromUtf8InPlace(token, out var written) != System.Buffers.OperationStatus.Done || written != TokenBytes) return false;

        var signature = Digest.HmacSha256(key, token[..SignedBytes]);
        return CryptographicOperations.FixedTimeEquals(signature, token[SignedBytes..TokenBytes])
            && BinaryPrimitives.ReadInt64BigEndian(token) > time.GetUtcNow().UtcTicks;
    }
}
