namespace AssumeRole.Findings;

/// <content>TLS, certificates and proxies. None of these is tried again, because a moment later it would be the same.</content>
public static partial class FindingCatalogue
{
    internal static FindingKind CertificateIssuerUnknown => new(FaultCategory.ConnectionError, ExitCode.Unavailable,
        Cause: "The server's certificate is issued by an authority that this machine does not trust. A proxy that inspects TLS signs with its own.",
        Remedy: "If the issuer that is named is your organisation's, set AWS_CA_BUNDLE (or ca_bundle in the profile) to a PEM file with its "
            + "certificate, or add it to the system's store (update-ca-certificates, update-ca-trust). If it is not, another program answers "
            + "in place of AWS.",
        Symptom: "The aws CLI says \"SSL validation failed ... self-signed certificate in certificate chain\" or \"unable to get local issuer "
            + "certificate\", curl \"SSL certificate problem\", on a company's network or behind a VPN.");

    internal static FindingKind CertificateNameMismatch => new(FaultCategory.ConnectionError, ExitCode.Unavailable,
        Cause: "The server's certificate is for another host than the one asked.",
        Remedy: "Compare the host with the names of the certificate. Check the endpoint's address, /etc/hosts and DNS; an interface endpoint of a "
            + "VPC answers to its own names and, with private DNS, to AWS's.",
        Symptom: "The aws CLI says \"certificate verify failed: Hostname mismatch\" or \"IP address mismatch\", curl \"no alternative certificate "
            + "subject name matches target host name\".");

    internal static FindingKind CertificateNotInForce => new(FaultCategory.ConnectionError, ExitCode.Unavailable,
        Cause: "A certificate of the server has expired or is not valid yet, by this machine's clock.",
        Remedy: "Compare the machine's clock (date -u) with the dates that are named, and set it, for example with chronyc makestep. If the clock "
            + "is right, the server or proxy needs a new certificate.",
        Symptom: "The aws CLI says \"certificate verify failed: certificate has expired\" or \"certificate is not yet valid\"; often in a machine "
            + "restored from a snapshot.");

    internal static FindingKind CertificateUnusable => new(FaultCategory.ConnectionError, ExitCode.Unavailable,
        Cause: "The server's certificate cannot be used for TLS.",
        Remedy: "Look at it with openssl s_client -connect host:443 -showcerts. The owner of the server or proxy has to replace it.",
        Symptom: "A certificate is for another purpose than a server's, is revoked, or is signed with a weak key.");

    internal static FindingKind CertificateStoreEmpty => new(FaultCategory.ObjectNotFound, ExitCode.Other,
        Cause: "This image has no certificates of authorities, so no server can be trusted.",
        Remedy: "Install ca-certificates, or set AWS_CA_BUNDLE or SSL_CERT_FILE to a PEM file of authorities. Check SSL_CERT_FILE and "
            + "SSL_CERT_DIR if they are set.",
        Symptom: "curl says \"error setting certificate file\" or \"unable to get local issuer certificate\", typically in a minimal or "
            + "distroless image.");

    internal static FindingKind CertificateBundleInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "The file of authorities cannot be used.",
        Remedy: "Name a PEM file with the certificates of authorities (-----BEGIN CERTIFICATE-----), or unset the variable or setting.",
        Symptom: "AWS_CA_BUNDLE or ca_bundle names no file, or one without a certificate. The aws CLI says \"Could not find a suitable TLS CA "
            + "certificate bundle, invalid path\".");

    internal static FindingKind TlsRefused => new(FaultCategory.ConnectionError, ExitCode.Unavailable,
        Cause: "The server and this machine do not agree on a TLS connection.",
        Remedy: "See what the server offers with openssl s_client -connect host:443. AWS wants TLS 1.2 or later; an old proxy, or a server that "
            + "wants a certificate of the client, stands between.",
        Symptom: "curl says \"tlsv1 alert protocol version\", \"handshake failure\" or \"no protocols available\".");

    internal static FindingKind TlsNotSpoken => new(FaultCategory.ConnectionError, ExitCode.Unavailable,
        Cause: "The port answers in plain HTTP, not in TLS.",
        Remedy: "Write http:// in the endpoint's address if that is meant, or name the port that speaks TLS.",
        Symptom: "curl says \"wrong version number\", typically for an https:// address of a stand-in for AWS.");

    internal static FindingKind ProxyAuthenticationRequired => new(FaultCategory.ConnectionError, ExitCode.Unavailable,
        Cause: "The proxy asks for a user and a password.",
        Remedy: "Write them in the proxy's address (HTTPS_PROXY=http://user:password@proxy:3128, special characters percent-encoded), or name AWS's "
            + "host in NO_PROXY if it can be reached without the proxy.",
        Symptom: "The aws CLI says \"Failed to connect to proxy URL\", curl \"CONNECT tunnel failed, response 407\".");

    internal static FindingKind ProxyRefused => new(FaultCategory.ConnectionError, ExitCode.Unavailable,
        Cause: "The proxy does not allow a connection to this host.",
        Remedy: "Have the proxy allow the host, or name the host in NO_PROXY if it can be reached without the proxy.",
        Symptom: "curl says \"CONNECT tunnel failed, response 403\".");

    internal static FindingKind TlsLibraryMissing => new(FaultCategory.ObjectNotFound, ExitCode.Other,
        Cause: "TLS and signatures need OpenSSL, and this image has no libssl.",
        Remedy: "Install it and the CA certificates: libssl3 on Debian, Ubuntu (libssl3t64 from 24.04 on) and Alpine, openssl-libs on "
            + "Red Hat, Fedora and Amazon Linux; ca-certificates on all of them.",
        Symptom: "A .NET program says \"No usable version of libssl was found\" and ends with SIGABRT (134), typically in a minimal or "
            + "distroless image.");
}
