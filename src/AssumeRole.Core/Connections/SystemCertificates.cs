using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AssumeRole.Cryptography;
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
        LeftOutCertificates.LeaveOut();
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
        foreach (var certificate in store.Certificates) certificate.Dispose();
    }

    /// <summary>Whether the system has no authority at all, as in an image without ca-certificates.</summary>
    public static bool AreMissing() =>
        IsEmpty(StoreLocation.LocalMachine) && IsEmpty(StoreLocation.CurrentUser) && LeftOutCertificates.Read().Count == 0;

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
/// Certificates of the system that .NET would read and a process does not need, on Linux. .NET reads a bundle and then a folder, which on most
/// systems has the same certificates three times more; where AWS_CA_BUNDLE names authorities, neither counts for AWS. The native executable
/// leaves them out, and asks them only for a certificate that is not vouched for without: so the same are trusted. A process with
/// other connections than ours, such as PowerShell, is left as it is.
/// </summary>
internal static partial class LeftOutCertificates
{
    /// <summary>The switch of AppContext that the native executable's project sets: every connection of the process is ours.</summary>
    private const string OwnProcess = "AssumeRole.OwnProcess";

    private const string FolderVariable = "SSL_CERT_DIR";
    private const string BundleVariable = "SSL_CERT_FILE";
    private const string Library = "libSystem.Security.Cryptography.Native.OpenSsl";

    private static readonly Lazy<Sources> LeftOut = new(Leave);

    /// <summary>The variables that were changed, as they were, for programs that are started with libc's environment; null for unset.</summary>
    public static IReadOnlyDictionary<string, string?> VariablesBefore => LeftOut.Value.VariablesBefore;

    /// <summary>Leaves out for the whole process what can be, where that is allowed. It has to be done before the first TLS connection.</summary>
    public static void LeaveOut() => _ = LeftOut.Value;

    /// <summary>Whether one of them vouches for a certificate.</summary>
    public static bool VouchFor(X509Certificate2 certificate, X509ChainPolicy checkedBy)
    {
        var authorities = Read();
        if (authorities.Count == 0) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy = checkedBy.Clone();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        return chain.Build(certificate);
    }

    /// <summary>All of them; none where nothing was left out.</summary>
    public static X509Certificate2Collection Read()
    {
        var certificates = new X509Certificate2Collection();
        if (LeftOut.Value.Bundle is { } bundle) Add(certificates, bundle);
        foreach (var folder in LeftOut.Value.Folders.Where(Directory.Exists))
            foreach (var file in Directory.EnumerateFiles(folder)) Add(certificates, file);
        return certificates;
    }

    private static void Add(X509Certificate2Collection certificates, string file)
    {
        try
        {
            certificates.AddRange(CertificateBundle.Read(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // .NET passes over it as well.
        }
    }

    private static unsafe Sources Leave()
    {
        if (!AppContext.TryGetSwitch(OwnProcess, out var isOwn) || !isOwn || !OperatingSystem.IsLinux() || OpenSsl.IsMissing) return Sources.None;
        // Without a first use of cryptography the functions of OpenSSL are not bound yet, and a call ends the process.
        SHA256.HashData([]);
        byte isDefault;
        var folders = Marshal.PtrToStringUTF8(GetFolder(&isDefault)) ?? string.Empty;
        var bundle = Marshal.PtrToStringUTF8(GetBundle(&isDefault));
        var isBundleNeeded = string.IsNullOrEmpty(Environment.GetEnvironmentVariable(CertificateBundle.Variable));
        if (!File.Exists(bundle)) return Sources.None;
        string[] changed = isBundleNeeded ? [FolderVariable] : [FolderVariable, BundleVariable];
        var before = changed.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        foreach (var (name, value) in before)
        {
            // This makes .NET copy the environment: its own view stays as it is.
            Environment.SetEnvironmentVariable(name, value);
            _ = SetVariable(name, string.Empty, overwrite: 1);
        }

        return new Sources(folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), isBundleNeeded ? null : bundle, before);
    }

    // .NET's own functions, which another release may change (dotnet/runtime, pal_x509_root.h): the native executable has one release in it.
    [LibraryImport(Library, EntryPoint = "CryptoNative_GetX509RootStorePath")]
    private static unsafe partial nint GetFolder(byte* isDefault);

    [LibraryImport(Library, EntryPoint = "CryptoNative_GetX509RootStoreFile")]
    private static unsafe partial nint GetBundle(byte* isDefault);

    /// <summary>setenv(3). It frees nothing of the environment that the process was started with, so another thread may go on reading that.</summary>
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    private sealed record Sources(IReadOnlyList<string> Folders, string? Bundle, IReadOnlyDictionary<string, string?> VariablesBefore)
    {
        public static Sources None { get; } = new([], null, new Dictionary<string, string?>());
    }
}
