using System.Security.Cryptography;
using System.Xml;
using Amazon.Runtime;
using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Roles;
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

    /// <summary>The SDK's part, the HTTP client's and what the SDK comes to late, side by side.</summary>
    public static Task RunAsync() => Task.WhenAll(Task.Run(AskSdkAsync), Task.Run(AskHttpAsync), Task.Run(SignAndRead));

    private static Task AskSdkAsync()
    {
        var service = new SdkSecurityTokenService(endpoint =>
        {
            var config = SdkConfig.ForSts(endpoint);
            config.HttpClientFactory = new CannedFactory();
            return config;
        });
        // The way that Core takes to the SDK, too: it waits as often.
        var walker = new ChainWalker(new RetryingTokenService(service, TimeProvider.System, () => 0), new Nobody(), _ => { });
        var role = new RoleRequest { Role = new RoleArn("aws", "000000000000", "/", "rehearsal"), SessionName = "rehearsal", Duration = new(900) };
        var start = new BaseCredentials(new AwsKeys("rehearsal", new Secret("rehearsal"), new Secret("rehearsal")), "rehearsal");
        return new CredentialCache(TimeProvider.System).GetOrIssueAsync(
            "rehearsal",
            token => walker.WalkAsync(new RoleChain([role], false), start, new StsEndpoint("us-east-1"), token),
            CancellationToken.None);
    }

    private static async Task AskHttpAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectCallback = static (_, _) => new ValueTask<Stream>(new CannedStream("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")),
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/") { Content = new ByteArrayContent("Action=None"u8.ToArray()) };
        // Read to its end by the client, as StsSender asks it to.
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead).ConfigureAwait(false);
    }

    /// <summary>The first hash loads OpenSSL where there is one, the first answer all of XML.</summary>
    private static void SignAndRead()
    {
        HMACSHA256.HashData("key"u8, "text"u8);
        using var reader = XmlReader.Create(new StringReader(Answer));
        while (reader.Read())
        {
            // To its end.
        }
    }

    private sealed class Nobody : ITokenCodePrompt
    {
        public Task<string?> AskAsync(MfaDevice device, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
    }

    private sealed class CannedFactory : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new CannedHandler());

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }

    private sealed class CannedHandler : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // An answer that is there at once would leave out all that waiting needs.
            await Task.Yield();
            return new HttpResponseMessage { Content = new StringContent(Answer) };
        }
    }
}
