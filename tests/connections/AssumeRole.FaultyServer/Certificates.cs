using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AssumeRole.FaultyServer;

/// <summary>An authority of its own for each run, and what it signs.</summary>
internal sealed class Authority
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2 certificate;

    public Authority(string name)
        : this(name, issuer: null)
    {
    }

    private Authority(string name, X509Certificate2? issuer)
    {
        var (request, key) = Request(name);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        var (from, to) = (DateTimeOffset.UtcNow.AddYears(-5), DateTimeOffset.UtcNow.AddYears(5));
        certificate = issuer is null
            ? request.CreateSelfSigned(from, to)
            : request.Create(issuer, from.AddDays(1), to.AddDays(-1), RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(key);
    }

    public string Pem => certificate.ExportCertificatePem();

    public Authority Delegate(string name) => new(name, certificate);

    public X509Certificate2 ForLoopback(DateTimeOffset? from = null, DateTimeOffset? to = null, bool forClients = false) =>
        Sign(names => names.AddIpAddress(IPAddress.Loopback), from, to, forClients);

    public X509Certificate2 ForHost(string host) => Sign(names => names.AddDnsName(host));

    public static X509Certificate2 SelfSigned()
    {
        var (request, _) = Request("self-signed");
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private X509Certificate2 Sign(
        Action<SubjectAlternativeNameBuilder> name, DateTimeOffset? from = null, DateTimeOffset? to = null, bool forClients = false)
    {
        var (request, key) = Request("server");
        var names = new SubjectAlternativeNameBuilder();
        name(names);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(forClients ? ForClients : ForServers)], critical: false));
        return request.Create(
            certificate, from ?? DateTimeOffset.UtcNow.AddDays(-1), to ?? DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(key);
    }

    private static (CertificateRequest Request, ECDsa Key) Request(string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256), key);
    }
}
