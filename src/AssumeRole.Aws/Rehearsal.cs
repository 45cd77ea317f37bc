using System.Text;
using AssumeRole.Cryptography;
using AssumeRole.Findings;
using AssumeRole.Metadata;

namespace AssumeRole.Aws;

/// <summary>
/// Makes a request that never leaves the process: .NET loads and compiles most of what a first call needs only when it is first run,
/// and here it is run on another thread, while parameters bind and metadata answers.
/// </summary>
internal static class Rehearsal
{
    private const string Document =
        """{"Code":"Success","AccessKeyId":"rehearsal","SecretAccessKey":"rehearsal","Token":"rehearsal","Expiration":"2000-01-01T00:00:00Z"}""";

    private const string Body =
        """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><Arn>rehearsal</Arn>
        <AssumedRoleId>rehearsal</AssumedRoleId></AssumedRoleUser><Credentials><AccessKeyId>rehearsal</AccessKeyId><SecretAccessKey>
        rehearsal</SecretAccessKey><SessionToken>rehearsal</SessionToken><Expiration>2000-01-01T00:00:00Z</Expiration></Credentials>
        </AssumeRoleResult><ResponseMetadata><RequestId>rehearsal</RequestId></ResponseMetadata></AssumeRoleResponse>
        """;

    private static readonly string Answer =
        $"HTTP/1.1 200 OK\r\nx-amzn-RequestId: rehearsal\r\nDate: Sat, 01 Jan 2000 00:00:00 GMT\r\nContent-Type: text/xml\r\nContent-Length: {Body.Length}\r\n\r\n{Body}";

    /// <summary>
    /// In the order in which the request comes to it. What the request does meanwhile itself is left to it, because to do the same at the
    /// same time gains nothing.
    /// </summary>
    /// <param name="hasKeys">Whether there are keys at hand. If not, metadata is asked before STS.</param>
    public static void Run(bool hasKeys)
    {
        using var http = CreateHttpClient();
        using var answer = Ask(http);
        if (!hasKeys)
        {
            _ = CredentialDocument.Parse(Document, FindingCatalogue.InstanceRoleError, "rehearsal").Expiration;
            // The first hash of a process loads OpenSSL, where there is one.
            Digest.Sha256(Encoding.ASCII.GetBytes(Document));
        }

        StsAnswer.Read(answer, SecretsOfCall.Of("rehearsal"));
    }

    private static HttpClient CreateHttpClient()
    {
        var handler = new StsSenders(TimeProvider.System).CreateHandler(isLoopback: true);
        handler.ConnectCallback = static (_, _) => new ValueTask<Stream>(new CannedStream(Answer));
        return new HttpClient(handler);
    }

    private static HttpResponseMessage Ask(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/");
        request.Content = new ByteArrayContent("Action=None"u8.ToArray());
        // Read to its end by the client, as StsSender asks it to.
        return http.Send(request, HttpCompletionOption.ResponseContentRead);
    }
}
