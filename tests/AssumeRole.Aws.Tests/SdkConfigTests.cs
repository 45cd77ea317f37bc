using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AssumeRole.Sts;

namespace AssumeRole.Aws.Tests;

public sealed class SdkConfigTests
{
    [Theory]
    [InlineData("eu-west-1", "https://sts.eu-west-1.amazonaws.com/")]
    [InlineData("us-east-1", "https://sts.us-east-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://sts.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-gov-west-1", "https://sts.us-gov-west-1.amazonaws.com/")]
    [InlineData("eu-future-7", "https://sts.eu-future-7.amazonaws.com/")]
    public void A_region_means_its_own_STS(string region, string url)
    {
        using var client = new AmazonSecurityTokenServiceClient(
            new AnonymousAWSCredentials(), SdkConfig.ForSts(new StsEndpoint(region)));

        Assert.Equal(url, client.DetermineServiceOperationEndpoint(new GetCallerIdentityRequest()).URL);
    }

    [Theory]
    [InlineData(true, false, "https://sts-fips.us-east-2.amazonaws.com/")]
    [InlineData(false, true, "https://sts.us-east-2.api.aws/")]
    public void FIPS_and_dual_stack_are_addresses_of_their_own(bool fips, bool dualStack, string url)
    {
        using var client = new AmazonSecurityTokenServiceClient(
            new AnonymousAWSCredentials(), SdkConfig.ForSts(new StsEndpoint("us-east-2") { UseFips = fips, UseDualStack = dualStack }));

        Assert.Equal(url, client.DetermineServiceOperationEndpoint(new GetCallerIdentityRequest()).URL);
    }

    [Fact]
    public void Nothing_is_sent_again_and_nothing_is_looked_up()
    {
        var config = SdkConfig.ForSts(new StsEndpoint("eu-west-1"));

        Assert.Equal(0, config.MaxErrorRetry);
        Assert.True(config.IgnoreConfiguredEndpointUrls);
        Assert.Equal(DefaultConfigurationMode.Standard, config.DefaultConfigurationMode);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", true)]
    [InlineData("http://localhost:1", true)]
    [InlineData("https://vpce-1.sts.eu-west-1.vpce.amazonaws.com", false)]
    public void Loopback_is_reached_without_a_proxy(string url, bool direct)
    {
        var config = SdkConfig.ForSts(new StsEndpoint("eu-west-1", new Uri(url)));

        Assert.Equal(direct, config.HttpClientFactory is LoopbackHttpClientFactory);
        Assert.Equal("eu-west-1", config.AuthenticationRegion);
    }
}
