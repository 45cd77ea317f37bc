using AssumeRole.Connections;

namespace AssumeRole.Core.Tests.Connections;

/// <summary>NO_PROXY as curl and the AWS CLI (Python's proxy_bypass_environment) read it.</summary>
public sealed class EnvironmentProxyTests
{
    private const string Sts = "https://sts.eu-west-1.amazonaws.com";

    [Theory]
    [InlineData("*", Sts)]
    [InlineData(" * ", Sts)]
    [InlineData("amazonaws.com", Sts)]
    [InlineData(".amazonaws.com", Sts)]
    [InlineData("AmazonAWS.com", Sts)]
    [InlineData("amazonaws.com.", Sts)]
    [InlineData("localhost, amazonaws.com", Sts)]
    [InlineData("localhost amazonaws.com", Sts)]
    [InlineData("sts.eu-west-1.amazonaws.com", Sts)]
    [InlineData("sts.eu-west-1.amazonaws.com:443", Sts)]
    [InlineData(".sts.eu-west-1.amazonaws.com", Sts)]
    [InlineData("10.1.2.3", "https://10.1.2.3")]
    [InlineData("10.0.0.0/8", "https://10.1.2.3")]
    [InlineData("::1", "https://[::1]:8443")]
    [InlineData("fd00::/8", "https://[fd00:ec2::254]")]
    public void A_host_that_is_named_goes_past_the_proxy(string exemptions, string address) =>
        Assert.True(EnvironmentProxy.IsExempt(new Uri(address), exemptions));

    [Theory]
    [InlineData(null, Sts)]
    [InlineData("", Sts)]
    [InlineData(" , ,", Sts)]
    [InlineData(".", Sts)]
    [InlineData("aws.com", Sts)]
    [InlineData("mazonaws.com", Sts)]
    [InlineData("*.amazonaws.com", Sts)]
    [InlineData("eu-west-2.amazonaws.com", Sts)]
    [InlineData("sts.eu-west-1.amazonaws.com:8443", Sts)]
    [InlineData("sts.eu-west-1.amazonaws.com.example.org", Sts)]
    [InlineData("2.3", "https://10.1.2.3")]
    [InlineData("10.0.0.0/16", "https://10.1.2.3")]
    [InlineData("10.1.2.33", "https://10.1.2.3")]
    public void Any_other_host_goes_through_it(string? exemptions, string address) =>
        Assert.False(EnvironmentProxy.IsExempt(new Uri(address), exemptions));
}
