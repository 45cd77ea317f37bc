using AssumeRole.Credentials;

namespace AssumeRole.Core.Tests.Credentials;

/// <summary>A line end in a key or a token would end its header and begin another: it is refused by name before anything is sent.</summary>
public sealed class HeaderTextTests : IDisposable
{
    private readonly SourceBench bench = new();

    public static TheoryData<string> Bad() => ["\r\nX-Injected: yes", "\n", "\r", "\t", "\0", "\u007f", "é", "\u2028", "\ud83d\ude00"];

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Every_visible_character_and_the_blank_pass() =>
        Assert.Null(HeaderText.FindFault(string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code))));

    [Fact]
    public void No_other_character_passes_and_none_is_shown()
    {
        foreach (var code in Enumerable.Range(0, char.MaxValue + 1).Where(code => code is < ' ' or > '~'))
        {
            var fault = HeaderText.FindFault($"secret{(char)code}");
            Assert.NotNull(fault);
            Assert.Contains($"U+{code:X4}, at place 7 of 7", fault, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Of_the_environment(string bad)
    {
        foreach (var name in new[] { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN" })
        {
            SetKeys();
            bench.Variables.Set(name, "value" + bad);

            Assert.Equal(("VariableInvalid", name), await FaultAsync(CredentialSource.Auto));
        }

        void SetKeys()
        {
            bench.Variables.Set("AWS_ACCESS_KEY_ID", "ASIAUSER");
            bench.Variables.Set("AWS_SECRET_ACCESS_KEY", "s");
            bench.Variables.Set("AWS_SESSION_TOKEN", "t");
        }
    }

    [Theory]
    [InlineData("aws_access_key_id")]
    [InlineData("aws_secret_access_key")]
    [InlineData("aws_session_token")]
    [InlineData("aws_security_token")]
    public async Task Of_a_profile(string name)
    {
        var keys = new Dictionary<string, string> { ["aws_access_key_id"] = "AKIA", ["aws_secret_access_key"] = "s" };
        keys[name] = "välue";
        bench.WriteCredentials("[default]\n" + string.Concat(keys.Select(pair => $"{pair.Key} = {pair.Value}\n")));

        Assert.Equal(("ProfileInvalid", "default"), await FaultAsync(CredentialSource.Auto));
    }

    [Theory]
    [InlineData("AccessKeyId")]
    [InlineData("SecretAccessKey")]
    [InlineData("SessionToken")]
    public async Task Of_a_process(string field)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Its process is a shell's.");
        var file = bench.Write("answer.json", Document(field, "Version\":1,\""));
        bench.WriteConfig($"[profile ci]\ncredential_process = cat '{file}'");

        Assert.Equal(("CredentialProcessFailed", "ci"), await FaultAsync(CredentialSource.Profile, "ci"));
    }

    [Theory]
    [InlineData("AccessKeyId")]
    [InlineData("SecretAccessKey")]
    [InlineData("Token")]
    public async Task Of_a_container_endpoint(string field)
    {
        bench.Variables.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/creds");
        bench.Container = new FakeHttp(_ => FakeHttp.Ok(Document(field, "")));

        Assert.Equal(("ContainerCredentialsUnavailable", "http://localhost"), await FaultAsync(CredentialSource.Container));
    }

    [Theory]
    [InlineData("\r\nX-Injected: yes")]
    [InlineData("\u00e9")]
    public async Task Of_a_containers_authorization(string bad)
    {
        bench.Variables.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/creds");
        bench.Variables.Set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "token" + bad);

        Assert.Equal(("VariableInvalid", "AWS_CONTAINER_AUTHORIZATION_TOKEN"), await FaultAsync(CredentialSource.Container));
        Assert.Empty(bench.Container.Requests);
    }

    [Fact]
    public void Of_a_user() => Assert.Equal(
        ("CredentialInvalid", "Credential"),
        Sample.FindingOf(() => AwsKeys.ForUser("AKIA\n", "s")) is var finding ? (finding.Id, finding.Target) : default);

    private static string Document(string field, string first) =>
        $$"""{"{{first}}AccessKeyId":"ASIA","SecretAccessKey":"s","{{(field == "Token" ? "Token" : "SessionToken")}}":"t"}"""
            .Replace($"\"{field}\":\"", $"\"{field}\":\"\\r\\nX-Injected: yes", StringComparison.Ordinal);

    private async Task<(string Id, string Target)> FaultAsync(CredentialSource source, string? profile = null)
    {
        var finding = await Sample.FindingOfAsync(() => bench.ResolveAsync(source, profile));
        Assert.DoesNotContain("X-Injected", finding.ToString(), StringComparison.Ordinal);
        return (finding.Id, finding.Target);
    }
}
