using Amazon.SimpleSystemsManagement;
using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Rotation;
using AssumeRole.Sts;

namespace AssumeRole.Aws.Tests;

/// <summary>What a process keeps that goes on for days and meets ever new sandboxes.</summary>
public sealed class KeptClientsTests : IAsyncDisposable
{
    private static readonly RoleRequest Request = new() { Role = RoleArn.Parse("arn:aws:iam::222222222222:role/deploy"), SessionName = "task" };

    private readonly RecordingServer server = new(StsAnswers.Granted);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public void The_SDK_keeps_one_HTTP_client_for_all_of_loopback()
    {
        var texts = Enumerable.Range(1, 3)
            .Select(port => SdkConfig.ForStore(new AmazonSimpleSystemsManagementConfig(), new StoreEndpoint("eu-west-1", new Uri($"http://127.0.0.1:{port}"))))
            .Select(config => config.HttpClientFactory!.GetConfigUniqueString(config));

        Assert.Single(texts.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Endpoints_that_come_and_go_are_forgotten()
    {
        var service = new SecurityTokenService();
        var urls = Enumerable.Range(1, 40).Select(number => new Uri(server.Url, $"/{number}")).ToArray();

        foreach (var url in urls) await AskAsync(service, url);

        Assert.Equal(40, server.Requests.Count);
        Assert.Single(urls.Select(TextOfClient).Distinct(StringComparer.Ordinal));

        static string TextOfClient(Uri url)
        {
            var config = SdkConfig.ForSts(new StsEndpoint("eu-west-1", url), SdkConfig.Patience, null);
            return config.HttpClientFactory!.GetConfigUniqueString(config);
        }
    }

    private static Task<SessionCredentials> AskAsync(SecurityTokenService service, Uri url) => service.AssumeRoleAsync(
        Request,
        new AwsKeys("ASIACALLER", new Secret("secret"), new Secret("token")),
        new StsEndpoint("eu-west-1", url),
        CancellationToken.None);
}
