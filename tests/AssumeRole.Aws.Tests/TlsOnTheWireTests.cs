using AssumeRole.Aws.Stores;
using AssumeRole.Connections;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Rotation;
using AssumeRole.Sts;
using AssumeRole.Testing;

namespace AssumeRole.Aws.Tests;

/// <summary>Every request to AWS checks certificates in the same way, and none is sent again for one that is refused.</summary>
public sealed class TlsOnTheWireTests : IDisposable
{
    private static readonly AwsKeys Keys = new("ASIACALLER", new Secret("secret-of-caller"), new Secret("token-of-caller"));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_bundle_that_names_the_issuer_is_enough_and_the_connection_is_described()
    {
        using var server = new FaultyServer.FaultyServer("bundle-names-issuer", folder.Path);

        var caller = await CallAsync(server, Bundle(server));

        Assert.Equal("111111111111", caller.Account);
        Assert.Equal(("TLS 1.3", "CN=Faulty Authority"), (caller.Tls?.Version, caller.Tls?.Issuer));
        Assert.True(caller.Tls?.Handshake > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_bundle_that_is_replaced_counts_from_the_next_request_on()
    {
        using var server = new FaultyServer.FaultyServer("bundle-names-issuer", folder.Path);
        var bundle = Bundle(server);
        await CallAsync(server, bundle);

        File.Copy(Path.Combine(folder.Path, "other.pem"), bundle.Path, overwrite: true);
        File.SetLastWriteTimeUtc(bundle.Path, DateTime.UtcNow.AddMinutes(1));

        var error = await Assert.ThrowsAsync<AssumeRoleException>(() => CallAsync(server, bundle));
        Assert.Equal("CertificateIssuerUnknown", error.Finding.Id);
    }

    [Theory]
    [InlineData("sts")]
    [InlineData("secretsmanager")]
    [InlineData("ssm")]
    [InlineData("s3")]
    public async Task An_issuer_that_the_system_does_not_know_ends_the_request_of_every_service(string service)
    {
        using var server = new FaultyServer.FaultyServer("unknown-issuer", folder.Path);

        var error = await Assert.ThrowsAsync<AssumeRoleException>(() => AskAsync(service, server, bundle: null));

        Assert.Equal(("CertificateIssuerUnknown", AddressOf(server).Authority), (error.Finding.Id, error.Finding.Target));
        Assert.Contains("issued by CN=Faulty Authority", error.Finding.Evidence, StringComparison.Ordinal);
        Assert.Equal(1, server.Connections);
    }

    /// <summary>What answers is not a store. It is asked, so its certificate was accepted.</summary>
    [Theory]
    [InlineData("secretsmanager")]
    [InlineData("ssm")]
    [InlineData("s3")]
    public async Task A_store_is_trusted_by_the_same_bundle(string service)
    {
        using var server = new FaultyServer.FaultyServer("bundle-names-issuer", folder.Path);

        var error = await Record.ExceptionAsync(() => AskAsync(service, server, Bundle(server)));

        Assert.False(error is AssumeRoleException, $"{error}");
    }

    private static Task<CallerIdentity> CallAsync(FaultyServer.FaultyServer server, CertificateBundle? bundle) =>
        new AwsServices().SecurityTokenService.GetCallerIdentityAsync(
            Keys, new StsEndpoint("eu-west-1", AddressOf(server)) { CertificateBundle = bundle }, TestContext.Current.CancellationToken);

    private static async Task AskAsync(string service, FaultyServer.FaultyServer server, CertificateBundle? bundle)
    {
        var stores = new SdkStores();
        var endpoint = new StoreEndpoint("eu-west-1", AddressOf(server)) { CertificateBundle = bundle };
        var token = TestContext.Current.CancellationToken;
        switch (service)
        {
            case "sts":
                await CallAsync(server, bundle);
                break;
            case "s3":
                await stores.ReadObjectAsync(new S3Location("bucket", "key"), Keys, endpoint, token);
                break;
            default:
                using (var store = service == "ssm" ? stores.OpenParameterStore(Keys, endpoint) : stores.OpenSecretsManager(Keys, endpoint))
                    await store.FindAsync("/concourse/team/lab", token);
                break;
        }
    }

    private static CertificateBundle Bundle(FaultyServer.FaultyServer server) => new(server.Variables["AWS_CA_BUNDLE"], "AWS_CA_BUNDLE");

    private static Uri AddressOf(FaultyServer.FaultyServer server) => new(server.Variables["AWS_ENDPOINT_URL_STS"]);
}
