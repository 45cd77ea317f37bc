using System.Runtime.InteropServices;
using AssumeRole.Findings;

namespace AssumeRole.Cryptography;

/// <summary>The library that .NET loads on Linux for TLS and all cryptography. Where it is missing, .NET aborts the process.</summary>
internal static partial class OpenSsl
{
    /// <summary>Whether the first use of .NET's TLS or cryptography would abort the process.</summary>
    public static bool IsMissing { get; } = OperatingSystem.IsLinux() && !CanBeLoaded();

    /// <summary>Fails before a TLS connection that would abort the process.</summary>
    /// <param name="address">Where the request goes. Plain http passes.</param>
    /// <exception cref="AssumeRoleException">TlsLibraryMissing.</exception>
    public static void RequireFor(Uri address)
    {
        if (address.Scheme == Uri.UriSchemeHttps) RequireFor(address.Host);
    }

    /// <summary>Fails before any use of .NET's own cryptography, such as the SDK's signing.</summary>
    /// <param name="target">What it is needed for.</param>
    /// <exception cref="AssumeRoleException">TlsLibraryMissing.</exception>
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
