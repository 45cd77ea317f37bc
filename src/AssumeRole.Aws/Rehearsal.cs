using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>
/// Makes a request that never leaves the process: .NET loads and compiles most of what a first call needs only when it is first run,
/// and here it is run on another thread, while parameters bind and metadata answers.
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
    /// In the order of what the request would wait longest for; what it does meanwhile itself is left to it, because to do the same at the
    /// same time gains nothing.
    /// </summary>
    /// <param name="hasAddress">Whether STS has an address that somebody gave, so that the SDK's rules will not be asked for one.</param>
    public static void Run(bool hasAddress)
    {
        if (!hasAddress) StsAddress.Of(new StsEndpoint("us-east-1"));
        using var http = CreateHttpClient();
        Ask(http);
        using var answer = new HttpResponseMessage { Content = new StringContent(Answer) };
        StsAnswer.Read(answer);
    }

    private static HttpClient CreateHttpClient()
    {
        var handler = new StsSenders(TimeProvider.System).CreateHandler(isLoopback: true);
        handler.ConnectCallback = static (_, _) => new ValueTask<Stream>(new CannedStream("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        return new HttpClient(handler);
    }

    private static void Ask(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/");
        request.Content = new ByteArrayContent("Action=None"u8.ToArray());
        // Read to its end by the client, as StsSender asks it to.
        using var response = http.Send(request, HttpCompletionOption.ResponseContentRead);
    }
}
