using AssumeRole.Metadata;

namespace AssumeRole.Core.Tests.Metadata;

public sealed class MetadataOptionsTests
{
    private const string Endpoint = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
    private const string Mode = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE";

    [Fact]
    public void Nothing_set_means_the_IPv4_address_two_attempts_and_one_second() =>
        Assert.Equal(
            new MetadataOptions(new Uri("http://169.254.169.254"), false, TimeSpan.FromSeconds(1), 2),
            MetadataOptions.Read(new FakeVariables()));

    [Theory]
    [InlineData("IPv6", "http://[fd00:ec2::254]/")]
    [InlineData("ipv6", "http://[fd00:ec2::254]/")]
    [InlineData("IPv4", "http://169.254.169.254/")]
    [InlineData("", "http://169.254.169.254/")]
    public void The_mode_chooses_the_address(string mode, string address) =>
        Assert.Equal(address, MetadataOptions.Read(new FakeVariables((Mode, mode))).Endpoint.ToString());

    [Theory]
    [InlineData("http://127.0.0.1:1338/")]
    [InlineData("https://metadata.example.com/")]
    public void The_endpoint_wins_over_the_mode(string endpoint) =>
        Assert.Equal(endpoint, MetadataOptions.Read(new FakeVariables((Endpoint, endpoint), (Mode, "IPv6"))).Endpoint.ToString());

    [Theory]
    [InlineData("ec2_metadata_service_endpoint = http://127.0.0.1:1", "http://127.0.0.1:1/")]
    [InlineData("ec2_metadata_service_endpoint_mode = IPv6", "http://[fd00:ec2::254]/")]
    [InlineData("region = eu-west-1", "http://169.254.169.254/")]
    public void The_profile_says_what_no_variable_says(string setting, string address)
    {
        using var folder = new TemporaryFolder();
        var variables = new FakeVariables(("AWS_CONFIG_FILE", folder.Write("config", $"[profile ci]\n{setting}")), ("AWS_PROFILE", "ci"));

        Assert.Equal(new Uri(address), MetadataOptions.Read(variables).Endpoint);
        variables.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:2");
        Assert.Equal(new Uri("http://127.0.0.1:2"), MetadataOptions.Read(variables).Endpoint);
    }

    [Fact]
    public void A_setting_of_the_profile_that_is_wrong_is_named()
    {
        using var folder = new TemporaryFolder();
        var variables = new FakeVariables(("AWS_CONFIG_FILE", folder.Write("config", "[default]\nec2_metadata_service_endpoint_mode = both")));

        var finding = Sample.FindingOf(() => MetadataOptions.Read(variables));

        Assert.Equal(("VariableInvalid", "ec2_metadata_service_endpoint_mode"), (finding.Id, finding.Target));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("false", false)]
    [InlineData("", false)]
    public void Metadata_can_be_forbidden(string value, bool disabled) =>
        Assert.Equal(disabled, MetadataOptions.Read(new FakeVariables(("AWS_EC2_METADATA_DISABLED", value))).Disabled);

    [Fact]
    public void Patience_and_attempts_can_be_set()
    {
        var options = MetadataOptions.Read(
            new FakeVariables(("AWS_METADATA_SERVICE_TIMEOUT", "2.5"), ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "7")));

        Assert.Equal((TimeSpan.FromSeconds(2.5), 7), (options.Timeout, options.Attempts));
    }

    [Theory]
    [InlineData(Endpoint, "169.254.169.254")]
    [InlineData(Endpoint, "ftp://169.254.169.254")]
    [InlineData(Mode, "IPv5")]
    [InlineData("AWS_METADATA_SERVICE_TIMEOUT", "0")]
    [InlineData("AWS_METADATA_SERVICE_TIMEOUT", "-1")]
    [InlineData("AWS_METADATA_SERVICE_TIMEOUT", "soon")]
    [InlineData("AWS_METADATA_SERVICE_TIMEOUT", "1,5")]
    [InlineData("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "0")]
    [InlineData("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "x")]
    [InlineData("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "1.5")]
    public void A_value_that_cannot_be_used_is_an_error_that_names_its_variable(string name, string value)
    {
        var finding = Sample.FindingOf(() => MetadataOptions.Read(new FakeVariables((name, value))));

        Assert.Equal(("VariableInvalid", name), (finding.Id, finding.Target));
        Assert.Contains($"'{value}'", finding.Evidence, StringComparison.Ordinal);
    }
}
