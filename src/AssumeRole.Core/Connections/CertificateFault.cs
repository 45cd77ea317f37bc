using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using AssumeRole.Findings;

namespace AssumeRole.Connections;

/// <summary>Why a server's certificate was refused. .NET's own exception says neither whose it is nor who issued it.</summary>
internal sealed class CertificateFault(FindingKind kind, string evidence) : Exception(evidence)
{
    private const X509ChainStatusFlags Untrusted = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;
    private const X509ChainStatusFlags WrongTime = X509ChainStatusFlags.NotTimeValid;

    public FindingKind Kind { get; } = kind;

    /// <summary>Takes what .NET finds right, and throws for all else: a callback that returns false loses the reasons.</summary>
    /// <exception cref="CertificateFault">The certificate is missing or wrong.</exception>
    public static bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;
        var host = (sender as SslStream)?.TargetHostName ?? string.Empty;
        var flags = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status) ?? X509ChainStatusFlags.NoError;
        var isSystemTrust = chain?.ChainPolicy.TrustMode != X509ChainTrustMode.CustomRootTrust;
        if (errors == SslPolicyErrors.RemoteCertificateChainErrors && isSystemTrust && certificate is X509Certificate2 shown
            && LeftOutCertificates.VouchFor(shown, chain!.ChainPolicy))
        {
            return true;
        }

        throw new CertificateFault(Classify(errors, flags, isSystemTrust), Describe(host, certificate, chain, errors, flags));
    }

    private static FindingKind Classify(SslPolicyErrors errors, X509ChainStatusFlags flags, bool isSystemTrust)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) return FindingCatalogue.TlsRefused;
        if ((flags & Untrusted) != 0)
            return isSystemTrust && SystemCertificates.AreMissing() ? FindingCatalogue.CertificateStoreEmpty : FindingCatalogue.CertificateIssuerUnknown;
        if ((flags & WrongTime) != 0) return FindingCatalogue.CertificateNotInForce;
        return flags == X509ChainStatusFlags.NoError && errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? FindingCatalogue.CertificateNameMismatch
            : FindingCatalogue.CertificateUnusable;
    }

    /// <summary>Everything that is wrong, not only what names the finding: a proxy's certificate may be foreign and expired.</summary>
    private static string Describe(
        string host, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, X509ChainStatusFlags flags)
    {
        if (certificate is not X509Certificate2 leaf) return $"{host} showed no certificate.";
        // The last of the chain that was found names the authority that is missing, or is itself the one that is not trusted.
        var top = chain?.ChainElements is [.., var last] ? last.Certificate : leaf;
        var text = $"{host} showed a certificate of {leaf.Subject}, issued by {top.Issuer}.";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) text += $" It is for {NamesOf(leaf)}.";
        if ((flags & WrongTime) != 0)
        {
            var wrong = chain!.ChainElements.Select(element => element.Certificate).FirstOrDefault(IsOutOfTime) ?? leaf;
            text += $" {wrong.Subject} is valid from {Utc(wrong.NotBefore)} to {Utc(wrong.NotAfter)}, and this machine's clock says {Utc(DateTime.UtcNow)}.";
        }

        var rest = flags & ~(Untrusted | WrongTime);
        return rest == X509ChainStatusFlags.NoError ? text : $"{text} Its chain is {rest}.";
    }

    private static string NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())))
            .Take(5)
            .ToArray();
        return names.Length == 0 ? certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) : string.Join(", ", names);
    }

    private static bool IsOutOfTime(X509Certificate2 certificate) =>
        DateTime.Now < certificate.NotBefore || DateTime.Now > certificate.NotAfter;

    private static string Utc(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
