using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AssumeRole.Cryptography;

/// <summary>Random bytes for keys and tokens by .NET, and on a Linux without OpenSSL by the kernel, which OpenSSL asks too.</summary>
internal static partial class RandomBytes
{
    /// <summary>getrandom(2) is never interrupted for this many; nothing here needs more.</summary>
    private const int Most = 256;

    /// <param name="count">At most 256.</param>
    public static byte[] Create(int count)
    {
        if (!OpenSsl.IsMissing) return RandomNumberGenerator.GetBytes(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Most);
        var bytes = new byte[count];
        return GetRandom(bytes, (nuint)count, flags: 0) == count
            ? bytes
            : throw new CryptographicException(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "getrandom", SetLastError = true)]
    private static partial nint GetRandom(Span<byte> buffer, nuint length, uint flags);
}
