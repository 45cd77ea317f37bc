using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace AssumeRole.FaultyServer;

/// <summary>Answers for STS with one fault of TLS, of a proxy or of an image: a row of ConnectionFaults.json.</summary>
internal sealed class FaultyServer : IDisposable
{
    public const string EndpointHost = "sts.faulty.invalid";

    private const string Credentials = """
        <AssumeRoleResult><AssumedRoleUser><AssumedRoleId>A:NAME</AssumedRoleId><Arn>arn:aws:sts::111111111111:assumed-role/task/NAME</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIASESSION</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>
        """;

    private const string Caller = """
        <GetCallerIdentityResult><Arn>arn:aws:iam::111111111111:user/worker</Arn><UserId>AIDAWORKER</UserId><Account>111111111111</Account></GetCallerIdentityResult>
        """;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Action connected;
    private readonly Fault fault;
    private int connections;

    /// <param name="folder">Takes the certificates that the variables name.</param>
    public FaultyServer(string name, string folder, Action? connected = null)
    {
        this.connected = connected ?? (static () => { });
        listener.Start();
        fault = Fault.Create(name, folder, ((IPEndPoint)listener.LocalEndpoint).Port);
        _ = ServeAsync();
    }

    /// <summary>How many connections were made: the client's attempts.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>What leads a client to the server.</summary>
    public IReadOnlyDictionary<string, string> Variables => fault.Variables;

    public void Dispose() => listener.Dispose();

    internal static async Task SpeakTlsAsync(Stream stream, X509Certificate2 certificate)
    {
        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            // As it is: .NET would complete the chain with what it finds.
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
        });
        var request = await ReadAsync(tls);
        // The body may come after the head.
        if (request.EndsWith("\r\n\r\n", StringComparison.Ordinal) && request.StartsWith("POST", StringComparison.Ordinal)) request += await ReadAsync(tls);
        var name = Regex.Match(request, "RoleSessionName=([^&]+)");
        var result = name.Success ? Credentials.Replace("NAME", name.Groups[1].Value, StringComparison.Ordinal) : Caller;
        await WriteAsync(tls, 200, $"<R xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">{result}</R>");
    }

    internal static async Task AnswerAsync(Stream stream, int status, string body)
    {
        await ReadAsync(stream);
        await WriteAsync(stream, status, body);
    }

    /// <summary>Reads what has arrived.</summary>
    internal static async Task<string> ReadAsync(Stream stream)
    {
        var buffer = new byte[16 * 1024];
        return Encoding.Latin1.GetString(buffer, 0, await stream.ReadAsync(buffer));
    }

    private static async Task WriteAsync(Stream stream, int status, string body)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status} Status\r\nContent-Type: text/xml\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
        await stream.FlushAsync();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync();
                Interlocked.Increment(ref connections);
                connected();
                _ = ServeAsync(socket);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await fault.Serve(stream);
        }
        catch (Exception error) when (error is IOException or AuthenticationException or SocketException)
        {
            // The client gave up, as it should.
        }
    }
}
