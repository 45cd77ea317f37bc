using AssumeRole.Roles;

namespace AssumeRole.Core.Tests.Sources;

/// <summary>Profiles that are configured with a role.</summary>
public sealed class ProfileRoleTests : IDisposable
{
    private const string Role = "role_arn = arn:aws:iam::111111111111:role/";
    private const string Keys = "aws_access_key_id = AKIABASE\naws_secret_access_key = s\n";

    private readonly SourceBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_role_is_assumed_with_the_keys_of_its_source_profile()
    {
        bench.WriteConfig($"[profile ci]\n{Role}ci\nsource_profile = base\n[profile base]\n{Keys}");

        var credentials = await bench.ResolveProfileAsync("ci");

        Assert.Equal("ASIA-ci", credentials.Keys!.AccessKeyId);
        Assert.Equal(("profile ci", Sample.Expiration), (credentials.Origin, credentials.Expiration));
        var call = Assert.Single(bench.Sessions.Calls);
        Assert.Equal(("AKIABASE", "ci"), (call.Keys!.AccessKeyId, call.Profile));
        Assert.Equivalent(
            new RoleRequest { Role = RoleArn.Parse("arn:aws:iam::111111111111:role/ci"), SessionName = "assumerole-profile" },
            call.Request,
            strict: true);
    }

    [Fact]
    public async Task Every_setting_of_a_role_is_passed_on()
    {
        bench.WriteConfig(
            $"[profile ci]\n{Role}ci\nsource_profile = base\nrole_session_name = name\nduration_seconds = 900\nexternal_id = external\n"
            + $"mfa_serial = arn:aws:iam::111111111111:mfa/alice\n[profile base]\n{Keys}");

        await bench.ResolveProfileAsync("ci");

        Assert.Equivalent(
            new RoleRequest
            {
                Role = RoleArn.Parse("arn:aws:iam::111111111111:role/ci"),
                SessionName = "name",
                Duration = new SessionDuration(900),
                ExternalId = "external",
                Mfa = new MfaDevice("arn:aws:iam::111111111111:mfa/alice", null),
            },
            bench.Sessions.Calls[0].Request,
            strict: true);
    }

    [Fact]
    public async Task Source_profiles_with_roles_are_assumed_one_after_another()
    {
        bench.WriteConfig(
            $"[profile c]\n{Role}c\nsource_profile = b\n[profile b]\n{Role}b\nsource_profile = a\n[profile a]\n{Keys}");

        await bench.ResolveProfileAsync("c");

        Assert.Equal(
            [("b", "AKIABASE", "b"), ("c", "ASIA-b", "c")],
            bench.Sessions.Calls.Select(call => (call.Request.Role.Name, call.Keys!.AccessKeyId, call.Profile!)));
    }

    [Fact]
    public async Task A_profile_that_is_its_own_source_has_keys_of_its_own()
    {
        bench.WriteConfig($"[profile ci]\n{Role}ci\nsource_profile = ci\n{Keys}");
        await bench.ResolveProfileAsync("ci");
        Assert.Equal("AKIABASE", Assert.Single(bench.Sessions.Calls).Keys!.AccessKeyId);

        bench.WriteConfig($"[profile ci]\n{Role}ci\nsource_profile = ci");
        Assert.Equal("ProfileInvalid", (await bench.FindingOfProfileAsync("ci")).Id);
    }

    [Fact]
    public async Task A_source_profile_that_has_keys_and_a_role_gives_its_keys()
    {
        bench.WriteConfig($"[profile ci]\n{Role}ci\nsource_profile = base\n[profile base]\n{Role}base\nsource_profile = absent\n{Keys}");

        await bench.ResolveProfileAsync("ci");

        Assert.Equal(("ci", "AKIABASE"), Assert.Single(bench.Sessions.Calls.Select(call => (call.Request.Role.Name, call.Keys!.AccessKeyId))));
    }

    [Fact]
    public async Task A_circle_of_source_profiles_is_named()
    {
        bench.WriteConfig(
            $"[profile a]\n{Role}a\nsource_profile = b\n[profile b]\n{Role}b\nsource_profile = c\n[profile c]\n{Role}c\nsource_profile = a");

        var finding = await bench.FindingOfProfileAsync("a");

        Assert.Equal("ProfileInvalid", finding.Id);
        Assert.Contains("a -> b -> c", finding.Evidence, StringComparison.Ordinal);
        Assert.Empty(bench.Sessions.Calls);
    }

    [Fact]
    public async Task A_circle_is_one_though_its_first_profile_has_keys()
    {
        bench.WriteConfig($"[profile a]\n{Role}a\nsource_profile = b\n{Keys}[profile b]\n{Role}b\nsource_profile = a");

        Assert.Equal(("ProfileInvalid", "a"), await bench.FindingOfProfileAsync("a") is var finding ? (finding.Id, finding.Target) : default);
        Assert.Empty(bench.Sessions.Calls);
    }

    [Fact]
    public async Task A_source_profile_that_is_missing_is_named_with_who_names_it()
    {
        bench.WriteConfig($"[profile ci]\n{Role}ci\nsource_profile = absent");

        var finding = await bench.FindingOfProfileAsync("ci");

        Assert.Equal(("ProfileMissing", "absent"), (finding.Id, finding.Target));
        Wording.Names(finding.Evidence, "ci", "source_profile");
    }

    [Fact]
    public async Task A_source_profile_without_credentials_is_named()
    {
        bench.WriteConfig($"[profile ci]\n{Role}ci\nsource_profile = base\n[profile base]\nregion = eu-west-1");

        var finding = await bench.FindingOfProfileAsync("ci");

        Assert.Equal(("ProfileInvalid", "base"), (finding.Id, finding.Target));
    }

    [Theory]
    [InlineData("Environment", "AKIAUSER")]
    [InlineData("Ec2InstanceMetadata", "ASIAWORKER")]
    [InlineData("EcsContainer", "ASIACONTAINER")]
    public async Task A_credential_source_signs_for_the_role(string source, string accessKeyId)
    {
        bench.Variables.Set("AWS_ACCESS_KEY_ID", "AKIAUSER");
        bench.Variables.Set("AWS_SECRET_ACCESS_KEY", "s");
        bench.Variables.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/creds");
        bench.WriteConfig($"[profile ci]\n{Role}ci\ncredential_source = {source}");

        await bench.ResolveProfileAsync("ci");

        Assert.Equal(accessKeyId, Assert.Single(bench.Sessions.Calls).Keys!.AccessKeyId);
    }

    [Fact]
    public async Task A_credential_source_that_has_nothing_is_an_error_about_the_profile()
    {
        bench.WriteConfig($"[profile ci]\n{Role}ci\ncredential_source = Environment");

        var finding = await bench.FindingOfProfileAsync("ci");

        Assert.Equal(("BaseCredentialsMissing", "ci"), (finding.Id, finding.Target));
        Wording.Names(finding.Evidence, "AWS_ACCESS_KEY_ID");
    }

    [Theory]
    [InlineData("credential_source = Ec2", "'Ec2'")]
    [InlineData("region = eu-west-1", "source_profile, credential_source or web_identity_token_file")]
    public async Task A_role_without_a_usable_source_is_an_error(string setting, string evidence)
    {
        bench.WriteConfig($"[profile ci]\n{Role}ci\n{setting}");

        var finding = await bench.FindingOfProfileAsync("ci");

        Assert.Equal("ProfileInvalid", finding.Id);
        Assert.Contains(evidence, finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_identity_token_file_needs_no_keys()
    {
        bench.WriteConfig($"[profile ci]\n{Role}ci\nweb_identity_token_file = token.jwt");

        await bench.ResolveProfileAsync("ci");

        var call = Assert.Single(bench.Sessions.Calls);
        Assert.Null(call.Keys);
        Assert.Equal(new WebIdentity(null, "token.jwt"), call.Request.WebIdentity);
    }

    [Theory]
    [InlineData("duration_seconds = 1h", "DurationInvalid")]
    [InlineData("role_session_name = a/b", "RoleSessionNameInvalid")]
    public async Task A_wrong_setting_is_an_error_that_names_setting_and_profile(string setting, string id)
    {
        bench.WriteConfig($"[profile ci]\n{Role}ci\nsource_profile = base\n{setting}\n[profile base]\n{Keys}");

        var finding = await bench.FindingOfProfileAsync("ci");

        Assert.Equal(id, finding.Id);
        Wording.Names(finding.Evidence, setting.Split(' ')[0], "profile ci");
        Assert.Empty(bench.Sessions.Calls);
    }
}
