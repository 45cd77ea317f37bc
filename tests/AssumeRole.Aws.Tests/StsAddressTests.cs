using Amazon;
using Amazon.SecurityToken.Endpoints;
using Amazon.SecurityToken.Internal;
using AssumeRole.Aws.Tests.Fuzz;
using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Aws.Tests;

/// <summary>Where requests go, and which region they are signed for.</summary>
public sealed class StsAddressTests
{
    private static readonly AwsKeys Keys = new("ASIACALLER", new Secret("secret"), new Secret("token"));
    private static readonly RoleRequest Request =
        new() { Role = RoleArn.Parse("arn:aws:iam::222222222222:role/deploy"), SessionName = "task" };

    [Theory]
    [InlineData("eu-west-1", "https://sts.eu-west-1.amazonaws.com/")]
    [InlineData("us-east-1", "https://sts.us-east-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://sts.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-gov-west-1", "https://sts.us-gov-west-1.amazonaws.com/")]
    [InlineData("eu-future-7", "https://sts.eu-future-7.amazonaws.com/")]
    public async Task A_region_means_its_own_STS(string region, string url) =>
        Assert.Equal((url, region), await SendAsync(new StsEndpoint(region)));

    [Fact]
    public async Task Every_region_has_the_address_that_the_SDKs_rules_give_it()
    {
        // The SDK's client takes us-east-1-regional, a name of S3's, for us-east-1, and it lists the names that other tests asked for.
        var regions = RegionEndpoint.EnumerableAllRegions.Select(region => region.SystemName).Where(name => name is not ("us-east-1-regional" or ""))
            .Concat(["us-future-9", "mx-west-12", "us-gov-north-1", "cn-future-1", "us-east-x", "us-1", "us-gov-1", "xx-east-1"]);

        foreach (var region in regions) Assert.Equal(FindByRules(region), (await SendAsync(new StsEndpoint(region))).Url);
    }

    [Theory]
    [InlineData("us-east-1", true, false, "https://sts-fips.us-east-1.amazonaws.com/")]
    [InlineData("us-east-2", true, false, "https://sts-fips.us-east-2.amazonaws.com/")]
    [InlineData("us-gov-west-1", true, false, "https://sts.us-gov-west-1.amazonaws.com/")]
    [InlineData("us-east-2", false, true, "https://sts.us-east-2.api.aws/")]
    [InlineData("cn-north-1", false, true, "https://sts.cn-north-1.api.amazonwebservices.com.cn/")]
    public async Task FIPS_and_dual_stack_are_addresses_of_their_own(string region, bool fips, bool dualStack, string url) =>
        Assert.Equal((url, region), await SendAsync(new StsEndpoint(region) { UseFips = fips, UseDualStack = dualStack }));

    [Fact]
    public async Task A_region_that_makes_no_address_is_a_fault()
    {
        var error = await Assert.ThrowsAsync<StsException>(() => SendAsync(new StsEndpoint(string.Empty)));

        Assert.Equal(("", 0, "StsUnreachable"), (error.Fault.Code, error.Fault.Status, error.Fault.Kind.Id));
        Assert.NotEmpty(error.Fault.Message);
    }

    [Fact]
    public async Task The_region_that_means_none_is_signed_for_us_east_1() =>
        Assert.Equal(("https://sts.amazonaws.com/", "us-east-1"), await SendAsync(new StsEndpoint("aws-global")));

    [Theory]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("https://vpce-1.sts.eu-west-1.vpce.amazonaws.com/")]
    [InlineData("https://vpce-1.sts.eu-west-1.vpce.amazonaws.com:8443/sts/")]
    public async Task An_address_that_was_given_is_signed_for_the_region(string url) =>
        Assert.Equal((url, "eu-west-1"), await SendAsync(new StsEndpoint("eu-west-1", new Uri(url)) { UseFips = true }));

    private static string FindByRules(string region) => new Uri(new AmazonSecurityTokenServiceEndpointProvider().ResolveEndpoint(
        new SecurityTokenServiceEndpointParameters { Region = region, UseFIPS = false, UseDualStack = false, UseGlobalEndpoint = false }).URL).ToString();

    private static async Task<(string Url, string Region)> SendAsync(StsEndpoint endpoint)
    {
        using var handler = new Recorder();
        await new SecurityTokenService { Connections = new ScriptedHttpClientFactory(handler) }.AssumeRoleAsync(Request, Keys, endpoint, default);
        return (handler.Url!, handler.Authorization!.Split('/')[2]);
    }

    private sealed class Recorder : HttpMessageHandler
    {
        public string? Url { get; private set; }

        public string? Authorization { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Url = request.RequestUri!.ToString();
            Authorization = request.Headers.NonValidated["Authorization"].ToString();
            return Task.FromResult(new HttpResponseMessage
            {
                Content = new StringContent(
                    $"<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>{StsAnswers.Credentials}"
                        + "</AssumeRoleResult></AssumeRoleResponse>"),
            });
        }
    }
}
