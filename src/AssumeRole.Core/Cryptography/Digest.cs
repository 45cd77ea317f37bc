using System.Security.Cryptography;

namespace AssumeRole.Cryptography;

/// <summary>SHA-256 by .NET, and on a Linux without OpenSSL by code of our own: plain HTTP must work there, and its requests are signed too.</summary>
internal static class Digest
{
    public const int Length = 32;

    public static byte[] Sha256(ReadOnlySpan<byte> data) =>
        OpenSsl.IsMissing ? ManagedSha256.Hash(data) : SHA256.HashData(data);

    public static byte[] HmacSha256(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) =>
        OpenSsl.IsMissing ? ManagedSha256.Hmac(key, data) : HMACSHA256.HashData(key, data);
}
