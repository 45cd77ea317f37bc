using AssumeRole.Sandbox;
using AssumeRole.Sessions;

namespace AssumeRole.Core.Tests.Sandbox;

public sealed class SandboxVariablesTests
{
    [Fact]
    public void STS_metadata_and_region_are_the_sandbox_s()
    {
        var values = SandboxVariables.For(new FakeSandbox(), new FakeVariables());

        Assert.Equal("http://127.0.0.1:40001", values["AWS_ENDPOINT_URL_STS"]);
        Assert.Equal("http://127.0.0.1:40001/", values["AWS_EC2_METADATA_SERVICE_ENDPOINT"]);
        Assert.Equal(("eu-west-1", "eu-west-1"), (values["AWS_REGION"], values["AWS_DEFAULT_REGION"]));
    }

    [Fact]
    public void No_real_identity_is_left()
    {
        var values = SandboxVariables.For(new FakeSandbox(), new FakeVariables());
        string[] identities =
        [
            .. SessionVariables.Outranking, "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
            "AWS_CREDENTIAL_EXPIRATION", "AWS_EC2_METADATA_DISABLED", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        ];

        Assert.All(identities, name => Assert.Null(values[name]));
        Assert.Equal(values["AWS_CONFIG_FILE"], values["AWS_SHARED_CREDENTIALS_FILE"]);
        Assert.Empty(File.ReadAllText(values["AWS_CONFIG_FILE"]!));
    }

    [Fact]
    public void A_proxy_is_told_to_stay_out_beside_what_it_was_told_before()
    {
        var alone = SandboxVariables.For(new FakeSandbox(), new FakeVariables());
        var beside = SandboxVariables.For(new FakeSandbox(), new FakeVariables(("NO_PROXY", "169.254.169.254")));

        Assert.Equal("127.0.0.1", alone["NO_PROXY"]);
        Assert.Equal("169.254.169.254,127.0.0.1", beside["NO_PROXY"]);
    }
}
