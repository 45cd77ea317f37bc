using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SimpleSystemsManagement;
using AssumeRole.Aws.Stores;
using AssumeRole.Rotation;
using AssumeRole.Sts;

namespace AssumeRole.Aws.Tests.Rotation;

/// <summary>
/// Core decides which address a client asks, by the environment as it was before our roles. The SDK reads the process's own environment
/// and files, which may be somebody else's by then.
/// </summary>
[Collection(nameof(SdkConfigTests))]
[CollectionDefinition(nameof(SdkConfigTests), DisableParallelization = true)]
public sealed class SdkConfigTests : IDisposable
{
    private const string Trap = "http://127.0.0.1:9";
    private static readonly string[] Names =
        ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_SECRETS_MANAGER", "AWS_ENDPOINT_URL_SSM", "AWS_ENDPOINT_URL_STS", "AWS_CONFIG_FILE", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"];

    private readonly Dictionary<string, string?> before = Names.ToDictionary(name => name, Environment.GetEnvironmentVariable);
    private readonly string file = Path.GetTempFileName();

    public SdkConfigTests()
    {
        File.WriteAllText(file, $"[default]\nendpoint_url = {Trap}\nservices = all\n[services all]\ns3 =\n  endpoint_url = {Trap}\n");
        foreach (var name in Names) Environment.SetEnvironmentVariable(name, null);
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", file);
    }

    public static TheoryData<string> Variables() => [.. Names.Where(name => name.StartsWith("AWS_ENDPOINT", StringComparison.Ordinal))];

    public void Dispose()
    {
        foreach (var (name, value) in before) Environment.SetEnvironmentVariable(name, value);
        File.Delete(file);
    }

    [Fact]
    public void The_trap_is_one_for_a_client_that_is_set_up_in_another_way()
    {
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_S3", Trap);

        Assert.StartsWith(Trap, new AmazonS3Config { RegionEndpoint = Amazon.RegionEndpoint.EUWest1 }.ServiceURL, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void No_client_reads_an_address_from_the_process(string variable)
    {
        Environment.SetEnvironmentVariable(variable, Trap);
        var endpoint = new StoreEndpoint("eu-west-1", null);

        Assert.All(
            new ClientConfig[]
            {
                SdkConfig.ForStore(new AmazonS3Config(), endpoint),
                SdkConfig.ForStore(new AmazonSimpleSystemsManagementConfig(), endpoint),
                SdkConfig.ForSts(new StsEndpoint("eu-west-1"), SdkConfig.Patience, null),
            },
            config => Assert.Null(config.ServiceURL));
        using var secrets = new SecretsManagerClient(SdkConfig.Credentials(null), endpoint, TimeProvider.System);
        Assert.Equal(new Uri("https://secretsmanager.eu-west-1.amazonaws.com"), secrets.Address);
        using var client = new AmazonS3Client(SdkConfig.Credentials(null), SdkConfig.ForStore(new AmazonS3Config(), endpoint));
        Assert.Equal(
            new Uri("https://bucket.s3.eu-west-1.amazonaws.com"),
            new Uri(client.DetermineServiceOperationEndpoint(new GetObjectRequest { BucketName = "bucket", Key = "key" }).URL));
    }
}
