using AssumeRole.Metadata;
using AssumeRole.Sts;

namespace AssumeRole.Core.Tests.Sts;

public sealed class StsEndpointResolverTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeVariables variables;
    private readonly FakeMetadata metadata = FakeMetadata.WithRole();

    public StsEndpointResolverTests()
    {
        variables = new FakeVariables(
            ("AWS_CONFIG_FILE", System.IO.Path.Combine(folder.Path, "config")),
            ("AWS_SHARED_CREDENTIALS_FILE", System.IO.Path.Combine(folder.Path, "credentials")));
        folder.Write(
            "config",
            "[profile ci]\nregion = eu-south-1\nendpoint_url = http://127.0.0.1:6\nservices = local\n"
            + "[services local]\nsts =\n  endpoint_url = http://127.0.0.1:5\n[profile plain]\nendpoint_url = http://127.0.0.1:6");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_place_of_a_region_is_asked_after_the_one_before()
    {
        variables.Set("AWS_REGION", "eu-west-3");
        variables.Set("AWS_DEFAULT_REGION", "eu-west-2");

        Assert.Equal("eu-north-1", (await ResolveAsync(region: "eu-north-1")).Region);
        Assert.Equal("eu-west-3", (await ResolveAsync()).Region);
        variables.Set("AWS_REGION", "");
        Assert.Equal("eu-west-2", (await ResolveAsync()).Region);
        variables.Set("AWS_DEFAULT_REGION", null);
        Assert.Equal("eu-south-1", (await ResolveAsync()).Region);
        Assert.Empty(metadata.Http.Requests);
        Assert.Equal("eu-west-1", (await ResolveAsync(profile: "plain")).Region);
    }

    [Fact]
    public async Task FIPS_and_dual_stack_are_asked_for_by_a_variable_or_the_profile()
    {
        folder.Write("config", "[default]\nregion = us-east-2\nuse_fips_endpoint = true\n[profile dual]\nuse_dualstack_endpoint = True");

        Assert.Equal((true, false), await KindAsync("default"));
        Assert.Equal((false, true), await KindAsync("dual"));
        variables.Set("AWS_USE_FIPS_ENDPOINT", "false");
        variables.Set("AWS_USE_DUALSTACK_ENDPOINT", "true");
        Assert.Equal((false, true), await KindAsync("default"));
        variables.Set("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:4");
        Assert.Equal((false, false), await KindAsync("default"));

        async Task<(bool, bool)> KindAsync(string profile)
        {
            var endpoint = await ResolveAsync(region: "us-east-2", profile: profile);
            return (endpoint.UseFips, endpoint.UseDualStack);
        }
    }

    [Fact]
    public async Task Retries_are_those_of_a_variable_or_the_profile()
    {
        folder.Write("config", "[default]\nregion = us-east-2\nretry_mode = standard\nmax_attempts = 7");

        Assert.Equal(new RetryOptions(7, "standard"), (await ResolveAsync(profile: "default")).Retries);
        variables.Set("AWS_MAX_ATTEMPTS", "2");
        variables.Set("AWS_RETRY_MODE", "Adaptive");
        Assert.Equal(new RetryOptions(2, "adaptive"), (await ResolveAsync(profile: "default")).Retries);
    }

    [Theory]
    [InlineData("AWS_MAX_ATTEMPTS", "0")]
    [InlineData("AWS_MAX_ATTEMPTS", "101")]
    [InlineData("AWS_MAX_ATTEMPTS", "three")]
    [InlineData("AWS_RETRY_MODE", "often")]
    public async Task Retries_that_make_no_sense_are_a_finding(string name, string value)
    {
        variables.Set(name, value);

        var finding = await Sample.FindingOfAsync(() => ResolveAsync(region: "eu-west-1"));

        Assert.Equal(("VariableInvalid", name), (finding.Id, finding.Target));
        Assert.Contains($"'{value}'", finding.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:4")]
    [InlineData("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")]
    public async Task A_broken_file_stops_nobody_whose_variables_say_all(string name, string value)
    {
        folder.Write("config", "[profile\nregion");
        variables.Set("AWS_REGION", "eu-west-3");
        variables.Set(name, value);

        var endpoint = await ResolveAsync();

        Assert.Equal(("eu-west-3", false), (endpoint.Region, endpoint.UseFips));
    }

    [Fact]
    public async Task A_broken_file_that_may_hold_the_address_is_an_error()
    {
        folder.Write("config", "[profile\nregion");
        variables.Set("AWS_REGION", "eu-west-3");

        Assert.Equal("ProfileInvalid", (await Sample.FindingOfAsync(() => ResolveAsync())).Id);
    }

    [Fact]
    public async Task A_profile_can_ignore_addresses_that_are_configured()
    {
        folder.Write("config", "[profile ci]\nregion = eu-west-3\nignore_configured_endpoint_urls = true\nendpoint_url = http://127.0.0.1:5");
        variables.Set("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:4");

        Assert.Null((await ResolveAsync(profile: "ci")).Url);
        variables.Set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false");
        Assert.Equal(new Uri("http://127.0.0.1:4"), (await ResolveAsync(profile: "ci")).Url);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_nothing_says_a_region_none_is_guessed(bool reachable)
    {
        var elsewhere = reachable ? new FakeMetadata() : FakeMetadata.Unreachable();

        var finding = await Sample.FindingOfAsync(() => ResolveAsync(profile: "plain", on: elsewhere));

        Assert.Equal("RegionMissing", finding.Id);
        Wording.Names(finding.Evidence, "profile plain");
        Assert.DoesNotContain("us-east-1", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_metadata_is_forbidden_the_region_is_missing()
    {
        var options = MetadataOptions.Read(new FakeVariables(("AWS_EC2_METADATA_DISABLED", "true")));
        var resolver = new StsEndpointResolver(variables, metadata.CreateClient(options: options));

        var finding = await Sample.FindingOfAsync(() => resolver.ResolveAsync(null, null, "plain", default));

        Assert.Equal("RegionMissing", finding.Id);
        Assert.Contains("AWS_EC2_METADATA_DISABLED", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_place_of_an_address_is_asked_after_the_one_before()
    {
        variables.Set("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:3");
        variables.Set("AWS_ENDPOINT_URL", "http://127.0.0.1:4");

        Assert.Equal("http://127.0.0.1:2/", await UrlAsync(endpointUrl: "http://127.0.0.1:2"));
        Assert.Equal("http://127.0.0.1:3/", await UrlAsync());
        variables.Set("AWS_ENDPOINT_URL_STS", "");
        Assert.Equal("http://127.0.0.1:4/", await UrlAsync());
        variables.Set("AWS_ENDPOINT_URL", null);
        Assert.Equal("http://127.0.0.1:5/", await UrlAsync());
        Assert.Equal("http://127.0.0.1:6/", await UrlAsync("plain"));
        Assert.Null(await UrlAsync("absent"));
    }

    [Fact]
    public async Task Configured_addresses_can_be_ignored_and_a_given_one_cannot()
    {
        variables.Set("AWS_ENDPOINT_URL_STS", "nonsense");
        variables.Set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");

        Assert.Null(await UrlAsync());
        Assert.Equal("http://127.0.0.1:2/", await UrlAsync(endpointUrl: "http://127.0.0.1:2"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("EU-WEST-1")]
    [InlineData("eu-west-1.evil.example")]
    [InlineData("eu-west-1/")]
    [InlineData("europe")]
    [InlineData("eu_west_1")]
    [InlineData("eu-west-1\n")]
    public void What_cannot_be_a_region_is_refused(string region) =>
        Assert.Equal("RegionInvalid", Sample.FindingOf(() => StsEndpointResolver.Check(region, null)).Id);

    [Theory]
    [InlineData("eu-west-1")]
    [InlineData("us-gov-west-1")]
    [InlineData("us-isob-east-1")]
    [InlineData("eusc-de-east-1")]
    [InlineData("cn-northwest-1")]
    public void Regions_of_every_partition_are_taken(string region) => StsEndpointResolver.Check(region, null);

    [Theory]
    [InlineData("")]
    [InlineData("sts.example.com")]
    [InlineData("/relative")]
    [InlineData("ftp://sts.example.com")]
    [InlineData("file:///etc/passwd")]
    public void What_is_no_http_address_is_refused(string url) =>
        Assert.Equal("EndpointInvalid", Sample.FindingOf(() => StsEndpointResolver.Check(null, url)).Id);

    [Theory]
    [InlineData("AWS_REGION", "Ireland", "RegionInvalid")]
    [InlineData("AWS_DEFAULT_REGION", "Ireland", "RegionInvalid")]
    [InlineData("AWS_ENDPOINT_URL_STS", "localhost:4566", "EndpointInvalid")]
    [InlineData("AWS_ENDPOINT_URL", "localhost", "EndpointInvalid")]
    public async Task A_wrong_variable_is_an_error_that_names_it(string name, string value, string id)
    {
        variables.Set(name, value);

        var finding = await Sample.FindingOfAsync(() => ResolveAsync());

        Assert.Equal(id, finding.Id);
        Wording.Names(finding.Evidence, name, $"'{value}'");
    }

    [Fact]
    public async Task A_region_that_the_metadata_service_makes_up_is_refused()
    {
        metadata.Documents["/latest/meta-data/placement/region"] = "<html>";

        Assert.Equal("RegionInvalid", (await Sample.FindingOfAsync(() => ResolveAsync(profile: "plain"))).Id);
    }

    [Theory]
    [InlineData(null, "STS in eu-west-1")]
    [InlineData("http://user:password@127.0.0.1:1/path?query", "http://127.0.0.1:1")]
    public void An_endpoint_prints_where_it_is_and_no_password(string? url, string text) =>
        Assert.Equal(text, new StsEndpoint("eu-west-1", url is null ? null : new Uri(url)).ToString());

    private async Task<string?> UrlAsync(string profile = "ci", string? endpointUrl = null)
    {
        var endpoint = await ResolveAsync(region: "eu-west-1", endpointUrl: endpointUrl, profile: profile);
        return endpoint.Url?.ToString();
    }

    private Task<StsEndpoint> ResolveAsync(
        string? region = null, string? endpointUrl = null, string profile = "ci", FakeMetadata? on = null) =>
        new StsEndpointResolver(variables, (on ?? metadata).CreateClient()).ResolveAsync(region, endpointUrl, profile, default);
}
