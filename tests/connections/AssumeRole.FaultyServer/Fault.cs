using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AssumeRole.FaultyServer;

/// <param name="Variables">What leads a client to the fault.</param>
internal sealed record Fault(IReadOnlyDictionary<string, string> Variables, Func<Stream, Task> Serve)
{
    // A fatal alert, protocol_version (RFC 8446, 6.2).
    private static readonly byte[] VersionAlert = [0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46];

    public static Fault Create(string name, string folder, int port)
    {
        var authority = new Authority("Faulty Authority");
        var trusted = Write("authority.pem", authority.Pem);
        var other = Write("other.pem", new Authority("Other Authority").Pem);
        var now = DateTimeOffset.UtcNow;
        return name switch
        {
            "bundle-names-issuer" => Tls(authority.ForLoopback(), ("SSL_CERT_FILE", other), ("AWS_CA_BUNDLE", trusted)),
            "folder-names-issuer" => Tls(authority.ForLoopback(), ("SSL_CERT_FILE", other), ("SSL_CERT_DIR", Folder())),
            "unknown-issuer" => Tls(authority.ForLoopback(), ("SSL_CERT_FILE", other)),
            "self-signed" => Tls(Authority.SelfSigned(), ("SSL_CERT_FILE", other)),
            "missing-intermediate" => Tls(authority.Delegate("Middle").ForLoopback(), ("SSL_CERT_FILE", trusted)),
            "inspecting-proxy" => Proxy(async stream =>
            {
                await FaultyServer.ReadAsync(stream);
                await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 Connection established\r\n\r\n"));
                await FaultyServer.SpeakTlsAsync(stream, authority.ForHost(FaultyServer.EndpointHost));
            }),
            "other-bundle" => Tls(authority.ForLoopback(), ("SSL_CERT_FILE", trusted), ("AWS_CA_BUNDLE", other)),
            "wrong-host" => Tls(authority.ForHost("other.invalid"), ("SSL_CERT_FILE", trusted)),
            "expired" => Tls(authority.ForLoopback(now.AddDays(-9), now.AddDays(-2)), ("SSL_CERT_FILE", trusted)),
            "not-yet-valid" => Tls(authority.ForLoopback(now.AddDays(2), now.AddDays(9)), ("SSL_CERT_FILE", trusted)),
            "client-certificate" => Tls(authority.ForLoopback(forClients: true), ("SSL_CERT_FILE", trusted)),
            "no-authorities" => Tls(authority.ForLoopback(), ("SSL_CERT_FILE", Path.Combine(folder, "none.pem"))),
            "bundle-missing" => Tls(authority.ForLoopback(), ("SSL_CERT_FILE", trusted), ("AWS_CA_BUNDLE", Path.Combine(folder, "none.pem"))),
            "bundle-without-certificate" => Tls(authority.ForLoopback(), ("SSL_CERT_FILE", trusted), ("AWS_CA_BUNDLE", Write("text.pem", "no certificate\n"))),
            "old-tls" => At($"https://127.0.0.1:{port}", async stream =>
            {
                await FaultyServer.ReadAsync(stream);
                await stream.WriteAsync(VersionAlert);
            }),
            "plain-http" => At($"https://127.0.0.1:{port}", stream => FaultyServer.AnswerAsync(stream, 400, "Client sent an HTTPS request to an HTTP server.")),
            "proxy-407" => Proxy(stream => FaultyServer.AnswerAsync(stream, 407, string.Empty)),
            "proxy-403" => Proxy(stream => FaultyServer.AnswerAsync(stream, 403, string.Empty)),
            "proxy-502" => Proxy(stream => FaultyServer.AnswerAsync(stream, 502, string.Empty)),
            "closed-in-handshake" => At($"https://127.0.0.1:{port}", stream => FaultyServer.ReadAsync(stream)),
            _ => throw new ArgumentException($"There is no fault {name}.", nameof(name)),
        };

        Fault Tls(X509Certificate2 certificate, params (string Name, string Value)[] variables) =>
            At($"https://127.0.0.1:{port}", stream => FaultyServer.SpeakTlsAsync(stream, certificate), variables);

        Fault Proxy(Func<Stream, Task> serve) =>
            At($"https://{FaultyServer.EndpointHost}", serve, ("HTTPS_PROXY", $"http://127.0.0.1:{port}"), ("SSL_CERT_FILE", other));

        Fault At(string endpoint, Func<Stream, Task> serve, params (string Name, string Value)[] variables)
        {
            var all = new Dictionary<string, string>
            {
                ["AWS_ENDPOINT_URL_STS"] = endpoint,
                ["SSL_CERT_DIR"] = Path.Combine(folder, "none"),
                ["AWS_REGION"] = "eu-west-1",
                ["AWS_DEFAULT_REGION"] = "eu-west-1",
                ["aws_assume_role_arn"] = "arn:aws:iam::111111111111:role/task",
                ["aws_assume_role_duration"] = "3600",
                ["AWS_ACCESS_KEY_ID"] = "AKIAWORKER0000000001",
                ["AWS_SECRET_ACCESS_KEY"] = "secret-of-the-worker",
                ["AWS_CONFIG_FILE"] = Path.Combine(folder, "none"),
                ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(folder, "none"),
                ["AWS_EC2_METADATA_DISABLED"] = "true",
                ["HOME"] = folder,
            };
            foreach (var (variable, value) in variables) all[variable] = value;
            return new Fault(all, serve);
        }

        string Folder()
        {
            var path = Directory.CreateDirectory(Path.Combine(folder, "certs")).FullName;
            File.WriteAllText(Path.Combine(path, "README"), "no certificate\n");
            File.WriteAllText(Path.Combine(path, "authority.pem"), authority.Pem);
            return path;
        }

        string Write(string file, string text)
        {
            var path = Path.Combine(folder, file);
            File.WriteAllText(path, text);
            return path;
        }
    }
}
