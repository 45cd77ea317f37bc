using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using AssumeRole.Findings;

namespace AssumeRole.Cryptography;

/// <summary>The library that .NET loads on Linux for TLS and all cryptography. Where it is missing, .NET aborts the process.</summary>
internal static partial class OpenSsl
{
    /// <summary>Whether the first use of .NET's TLS or cryptography would abort the process.</summary>
    public static bool IsMissing { get; } = OperatingSystem.IsLinux() && !CanBeLoaded();

    /// <summary>Fails before a TLS connection that would abort the process. Plain http passes.</summary>
    public static void RequireFor(Uri address)
    {
        if (address.Scheme == Uri.UriSchemeHttps) RequireFor(address.Host);
    }

    /// <summary>Fails before any use of .NET's own cryptography, such as the SDK's signing.</summary>
    public static void RequireFor(string target)
    {
        if (IsMissing) throw FindingCatalogue.TlsLibraryMissing.Error(target, "No libssl.so.3 or libssl.so.1.1 can be loaded.");
    }

    private static bool CanBeLoaded()
    {
        try
        {
            return FindLibrary() != 0;
        }
        catch (EntryPointNotFoundException)
        {
            // A runtime that is bound to libssl when it is built has loaded it already.
            return true;
        }
        catch (DllNotFoundException)
        {
            return false;
        }
    }

    /// <summary>.NET's own search: a list of names here would differ from it with the next release.</summary>
    [LibraryImport("libSystem.Security.Cryptography.Native.OpenSsl", EntryPoint = "CryptoNative_OpenSslAvailable")]
    private static partial int FindLibrary();
}

/// <summary>SHA-256 by .NET, and on a Linux without OpenSSL by <see cref="ManagedSha256"/>: the sandbox must work there, and it checks signatures.</summary>
internal static class Digest
{
    public const int Length = 32;

    public static byte[] Sha256(ReadOnlySpan<byte> data) => OpenSsl.IsMissing ? ManagedSha256.Hash(data) : SHA256.HashData(data);

    public static byte[] HmacSha256(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) =>
        OpenSsl.IsMissing ? ManagedSha256.Hmac(key, data) : HMACSHA256.HashData(key, data);

    /// <summary>Appends values to a text that will be hashed, each behind its length, so that no value can look like the end of one and the start of another.</summary>
    public static StringBuilder AppendMeasured(this StringBuilder text, params ReadOnlySpan<string?> values)
    {
        foreach (var value in values) text.Append(CultureInfo.InvariantCulture, $"{value?.Length ?? -1}:{value};");
        return text;
    }
}

/// <summary>Random bytes for keys and tokens by .NET, and on a Linux without OpenSSL by the kernel, which OpenSSL asks too.</summary>
internal static partial class RandomBytes
{
    /// <summary>getrandom(2) is never interrupted for this many; nothing here needs more.</summary>
    private const int Most = 256;

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
