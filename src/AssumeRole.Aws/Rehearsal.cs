using System.Security.Cryptography;
using Amazon.SecurityToken.Model.Internal.MarshallTransformations;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>
/// Makes a request that never leaves the process: .NET loads and compiles most of what a first call needs only when it is first run,
/// and here it is run on other threads, while parameters bind and metadata answers.
/// </summary>
internal static class Rehearsal
{
    private const string Answer =
        """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><Arn>rehearsal</Arn>
        <AssumedRoleId>rehearsal</AssumedRoleId></AssumedRoleUser><Credentials><AccessKeyId>rehearsal</AccessKeyId><SecretAccessKey>
        rehearsal</SecretAccessKey><SessionToken>rehearsal</SessionToken><Expiration>2000-01-01T00:00:00Z</Expiration></Credentials>
        </AssumeRoleResult><ResponseMetadata><RequestId>rehearsal</RequestId></ResponseMetadata></AssumeRoleResponse>
        """;

    /// <summary>
    /// In the order in which the request will come to it, and on one other thread: two would take the processor from the request, and
    /// what this one has not come to when the request needs it, the request does itself.
    /// </summary>
    /// <param name="hasAddress">Whether STS has an address that somebody gave.</param>
    public static Task RunAsync(bool hasAddress) => Task.Run(async () =>
    {
        // The first hash loads OpenSSL where there is one.
        HMACSHA256.HashData("key"u8, "text"u8);
        using var http = CreateHttpClient();
        // The rules for addresses are what takes the SDK longest.
        if (!hasAddress) _ = new StsSender(SdkConfig.ForSts(new StsEndpoint("us-east-1")), http);
        await AskAsync(http).ConfigureAwait(false);
        using var answer = new HttpResponseMessage { Content = new StringContent(Answer) };
        StsSender.Read(answer, AssumeRoleResponseUnmarshaller.Instance);
    });

    private static HttpClient CreateHttpClient() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectCallback = static (_, _) => new ValueTask<Stream>(new CannedStream("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")),
    });

    private static async Task AskAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/") { Content = new ByteArrayContent("Action=None"u8.ToArray()) };
        // Read to its end by the client, as StsSender asks it to.
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead).ConfigureAwait(false);
    }
}
