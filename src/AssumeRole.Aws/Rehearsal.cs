using Amazon.SecurityToken.Model.Internal.MarshallTransformations;
using AssumeRole.Credentials;
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
    /// What the request comes to late, on one other thread: two would take the processor from the request, and to do at the same time
    /// what it does itself gains nothing. Where the keys are at hand that is HTTP, and the SDK where metadata is asked for them first.
    /// </summary>
    /// <param name="likely">What the request will probably be.</param>
    public static Task RunAsync(LikelyRequest likely) => Task.Run(() =>
    {
        using var http = CreateHttpClient();
        // The rules for addresses are what takes the SDK longest.
        var address = StsAddress.Of(new StsEndpoint("us-east-1", likely.HasAddress ? new Uri("http://localhost/") : null));
        if (likely.HasKeys) Ask(http);
        else Sign(new StsSender(address, http, TimeProvider.System));
        using var answer = new HttpResponseMessage { Content = new StringContent(Answer) };
        StsSender.Read(answer, AssumeRoleResponseUnmarshaller.Instance);
    });

    private static void Sign(StsSender sender)
    {
        using var message = sender.Compose(new StsForm("None"), new AwsKeys("rehearsal", new Secret("rehearsal"), new Secret("rehearsal")));
    }

    private static HttpClient CreateHttpClient() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectCallback = static (_, _) => new ValueTask<Stream>(new CannedStream("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")),
    });

    private static void Ask(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/");
        request.Content = new ByteArrayContent("Action=None"u8.ToArray());
        // Read to its end by the client, as StsSender asks it to.
        using var response = http.Send(request, HttpCompletionOption.ResponseContentRead);
    }
}
