using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AssumeRole.Cryptography;
using AssumeRole.Files;
using AssumeRole.Sessions;

namespace AssumeRole.Connections;

/// <summary>The authorities that the system trusts. .NET reads them at the first TLS connection of a process, and keeps them.</summary>
internal static class SystemCertificates
{
    /// <summary>Reads them on another thread, for the connections that follow, unless STS is asked in plain HTTP.</summary>
    public static void ReadEarly(IEnvironmentVariables variables)
    {
        if (!OperatingSystem.IsLinux() || OpenSsl.IsMissing || !IsTlsLikely(variables)) return;
        Task.Run(Read).Forget();
    }

    private static void Read()
    {
        CertificateFolder.LeaveOut();
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
        foreach (var certificate in store.Certificates) certificate.Dispose();
    }

    /// <summary>Whether the system has no authority at all, as in an image without ca-certificates.</summary>
    public static bool AreMissing() =>
        IsEmpty(StoreLocation.LocalMachine) && IsEmpty(StoreLocation.CurrentUser) && CertificateFolder.Read().Count == 0;

    private static bool IsTlsLikely(IEnvironmentVariables variables) =>
        (variables.GetNonEmpty("AWS_ENDPOINT_URL_STS") ?? variables.GetNonEmpty("AWS_ENDPOINT_URL"))
            ?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) != true;

    private static bool IsEmpty(StoreLocation location)
    {
        try
        {
            using var store = new X509Store(StoreName.Root, location, OpenFlags.ReadOnly);
            var certificates = store.Certificates;
            foreach (var certificate in certificates) certificate.Dispose();
            return certificates.Count == 0;
        }
        catch (CryptographicException)
        {
            // An account without a home has no store of its own.
            return true;
        }
    }
}

/// <summary>
/// The folder of the system's certificates on Linux. .NET reads a bundle and then the folder, which on most systems has the same
/// certificates three times more. The native executable leaves the folder out, and asks it only for a certificate that the bundle does not
/// vouch for: so the same are trusted. A process with other connections than ours, such as PowerShell, is left as it is.
/// </summary>
internal static partial class CertificateFolder
{
    /// <summary>The switch of AppContext that the native executable's project sets: every connection of the process is ours.</summary>
    private const string OwnProcess = "AssumeRole.OwnProcess";

    private const string Variable = "SSL_CERT_DIR";
    private const string Library = "libSystem.Security.Cryptography.Native.OpenSsl";
    private const int MostBytes = 16 * 1024 * 1024;

    private static readonly Lazy<LeftOutFolder?> LeftOut = new(Leave);

    /// <summary>The variable as it was, null for unset, for programs that are started with libc's environment; null if it is as it was.</summary>
    public static KeyValuePair<string, string?>? Before => LeftOut.Value is { } left ? new(Variable, left.Before) : null;

    /// <summary>Leaves the folder out for the whole process, where that is allowed. It has to be done before the first TLS connection.</summary>
    public static void LeaveOut() => _ = LeftOut.Value;

    /// <summary>Whether the folder was left out and vouches for a certificate.</summary>
    public static bool VouchesFor(X509Certificate2 certificate, X509ChainPolicy checkedBy)
    {
        var authorities = Read();
        if (authorities.Count == 0) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy = checkedBy.Clone();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        return chain.Build(certificate);
    }

    /// <summary>The certificates of the folder, if it was left out.</summary>
    public static X509Certificate2Collection Read()
    {
        var certificates = new X509Certificate2Collection();
        if (LeftOut.Value is not { } left) return certificates;
        foreach (var folder in left.Folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(Directory.Exists))
            foreach (var file in Directory.EnumerateFiles(folder)) Add(certificates, file);
        return certificates;
    }

    /// <summary>Adds the certificates of a file in PEM; a file of anything else has none, as for .NET.</summary>
    private static void Add(X509Certificate2Collection certificates, string file)
    {
        try
        {
            certificates.ImportFromPem(Encoding.Latin1.GetString(BoundedFile.ReadBytes(file, MostBytes)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // .NET passes over it as well.
        }
    }

    /// <summary>
    /// Sets SSL_CERT_DIR to nothing for the libraries of this process. .NET's own view of the environment is copied before and stays as it is.
    /// </summary>
    private static unsafe LeftOutFolder? Leave()
    {
        if (!AppContext.TryGetSwitch(OwnProcess, out var isOwn) || !isOwn || !OperatingSystem.IsLinux() || OpenSsl.IsMissing) return null;
        // Without a first use of cryptography the functions of OpenSSL are not bound yet, and a call ends the process.
        SHA256.HashData([]);
        byte isDefault;
        var folder = Marshal.PtrToStringUTF8(GetFolder(&isDefault));
        var bundle = Marshal.PtrToStringUTF8(GetBundle(&isDefault));
        if (string.IsNullOrEmpty(folder) || !File.Exists(bundle)) return null;
        var before = Environment.GetEnvironmentVariable(Variable);
        // This makes .NET copy the environment.
        Environment.SetEnvironmentVariable(Variable, before);
        _ = SetVariable(Variable, string.Empty, overwrite: 1);
        return new LeftOutFolder(folder, before);
    }

    // .NET's own functions, which another release may change (dotnet/runtime, pal_x509_root.h): the native executable has one release in it.
    [LibraryImport(Library, EntryPoint = "CryptoNative_GetX509RootStorePath")]
    private static unsafe partial nint GetFolder(byte* isDefault);

    [LibraryImport(Library, EntryPoint = "CryptoNative_GetX509RootStoreFile")]
    private static unsafe partial nint GetBundle(byte* isDefault);

    /// <summary>setenv(3). It frees nothing of the environment that the process was started with, so another thread may go on reading that.</summary>
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    /// <param name="Before">The variable as it was; null if it was unset.</param>
    private sealed record LeftOutFolder(string Folders, string? Before);
}
