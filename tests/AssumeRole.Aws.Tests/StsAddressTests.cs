using Amazon;
using AssumeRole.Sts;

namespace AssumeRole.Aws.Tests;

public sealed class StsAddressTests
{
    [Theory]
    [InlineData("eu-west-1", "https://sts.eu-west-1.amazonaws.com/")]
    [InlineData("us-east-1", "https://sts.us-east-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://sts.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-gov-west-1", "https://sts.us-gov-west-1.amazonaws.com/")]
    [InlineData("eu-future-7", "https://sts.eu-future-7.amazonaws.com/")]
    public void A_region_means_its_own_STS(string region, string url) =>
        Assert.Equal(new StsAddress(new Uri(url), region), StsAddress.Of(new StsEndpoint(region)));

    /// <summary>What is known by its form and what is asked of the rules are the same, for every region that the SDK knows.</summary>
    [Fact]
    public void Every_region_has_the_address_that_the_SDKs_rules_give_it()
    {
        var regions = RegionEndpoint.EnumerableAllRegions.Select(region => region.SystemName)
            .Concat(["us-future-9", "mx-west-12", "us-gov-north-1", "cn-future-1", "us-east-x", "us-1", "us-gov-1", "xx-east-1", "us-east-1-fips"]);

        foreach (var region in regions)
            Assert.Equal(StsAddress.FindByRules(new StsEndpoint(region)), StsAddress.Of(new StsEndpoint(region)));
    }

    [Theory]
    [InlineData(true, false, "https://sts-fips.us-east-2.amazonaws.com/")]
    [InlineData(false, true, "https://sts.us-east-2.api.aws/")]
    public void FIPS_and_dual_stack_are_addresses_of_their_own(bool fips, bool dualStack, string url) => Assert.Equal(
        new StsAddress(new Uri(url), "us-east-2"),
        StsAddress.Of(new StsEndpoint("us-east-2") { UseFips = fips, UseDualStack = dualStack }));

    [Fact]
    public void A_region_that_makes_no_address_is_a_fault()
    {
        var error = Assert.Throws<StsException>(() => StsAddress.Of(new StsEndpoint(string.Empty)));

        Assert.Equal(("", 0, "StsUnreachable"), (error.Fault.Code, error.Fault.Status, error.Fault.Kind.Id));
        Assert.NotEmpty(error.Fault.Message);
    }

    [Fact]
    public void The_region_that_means_none_is_signed_for_us_east_1() =>
        Assert.Equal(new StsAddress(new Uri("https://sts.amazonaws.com/"), "us-east-1"), StsAddress.Of(new StsEndpoint("aws-global")));

    [Fact]
    public void An_address_that_was_given_is_signed_for_the_region()
    {
        var url = new Uri("https://vpce-1.sts.eu-west-1.vpce.amazonaws.com:8443/sts/");

        Assert.Equal(new StsAddress(url, "eu-west-1"), StsAddress.Of(new StsEndpoint("eu-west-1", url) { UseFips = true }));
    }
}
