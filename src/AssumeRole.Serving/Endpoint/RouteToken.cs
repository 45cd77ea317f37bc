using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AssumeRole.Cryptography;

namespace AssumeRole.Endpoint;

/// <summary>The token of one container route: 256 random bits.</summary>
internal sealed class RouteToken
{
    private const int TokenBytes = 32;
    private const int PathBytes = 16;
    private readonly string text = RandomText(TokenBytes);

    /// <summary>The token, for whoever shall have the role.</summary>
    public Secret ToSecret() => new(text);

    /// <summary>
    /// Whether this is it. The time that takes says nothing about the token: all tokens have one length, and equal lengths are
    /// compared to the end.
    /// </summary>
    public bool Matches(ReadOnlySpan<char> given) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(given), MemoryMarshal.AsBytes(text.AsSpan()));

    /// <summary>A path that nobody guesses.</summary>
    public static string RandomPath() => "/" + RandomText(PathBytes);

    private static string RandomText(int bytes) =>
        Convert.ToBase64String(RandomBytes.Create(bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
