using AssumeRole.Endpoint;
using AssumeRole.Profiles;

namespace AssumeRole.Serving.Tests.Endpoint;

public sealed class EndpointVariablesTests
{
    private static readonly Uri Address = new("http://127.0.0.1:4711/path");

    [Fact]
    public void They_lead_to_the_endpoint_and_to_nothing_else()
    {
        var values = For(presentNames: ["AWS_CONTAINER_OF_TOMORROW", "AWS_CA_BUNDLE"]);

        Assert.Equal(
            [("AWS_CONTAINER_AUTHORIZATION_TOKEN", "token"), ("AWS_CONTAINER_CREDENTIALS_FULL_URI", Address.ToString())],
            values.Where(pair => pair.Value is not null).Select(pair => (pair.Key, pair.Value)).Order());
        foreach (var name in new[]
        {
            "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_PROFILE",
            "AWS_DEFAULT_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_CONTAINER_OF_TOMORROW",
        })
            Assert.True(values.TryGetValue(name, out var value) && value is null, name);
        Assert.DoesNotContain("AWS_CA_BUNDLE", values.Keys);
        Assert.DoesNotContain("AWS_CONFIG_FILE", values.Keys);
    }

    [Fact]
    public void A_region_goes_with_them()
    {
        var values = For(region: "eu-west-1");

        Assert.Equal(("eu-west-1", "eu-west-1"), (values["AWS_REGION"], values["AWS_DEFAULT_REGION"]));
    }

    [Fact]
    public void A_default_profile_with_credentials_would_outrank_the_endpoint_and_is_hidden_with_its_file()
    {
        var values = For(profile: Profile(("aws_access_key_id", "AKIA"), ("region", "eu-west-3")));

        Assert.NotNull(values["AWS_CONFIG_FILE"]);
        Assert.Equal(values["AWS_CONFIG_FILE"], values["AWS_SHARED_CREDENTIALS_FILE"]);
        Assert.Equal("eu-west-3", values["AWS_REGION"]);
    }

    [Fact]
    public void A_default_profile_that_only_names_a_region_stays() =>
        Assert.DoesNotContain("AWS_CONFIG_FILE", For(profile: Profile(("region", "eu-west-3"))).Keys);

    private static AwsProfile Profile(params (string Name, string Value)[] settings) =>
        new("default", settings.ToDictionary(setting => setting.Name, setting => setting.Value));

    private static IReadOnlyDictionary<string, string?> For(
        string? region = null, IEnumerable<string>? presentNames = null, AwsProfile? profile = null) =>
        EndpointVariables.For(Address, new Secret("token"), region, presentNames ?? [], profile);
}
