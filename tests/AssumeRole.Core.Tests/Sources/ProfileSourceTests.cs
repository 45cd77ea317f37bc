using AssumeRole.Credentials;
using AssumeRole.Profiles;

namespace AssumeRole.Core.Tests.Sources;

public sealed class ProfileSourceTests : IDisposable
{
    private readonly SourceBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Keys_of_a_profile_are_read()
    {
        bench.WriteCredentials("[ci]\naws_access_key_id = AKIACI\naws_secret_access_key = s\naws_session_token = t");

        var credentials = await bench.ResolveProfileAsync("ci");

        Assert.Equal(new AwsKeys("AKIACI", new Secret("s"), new Secret("t")), credentials.Keys);
        Assert.Equal(("profile ci", CredentialSource.Profile), (credentials.Origin, credentials.Source));
    }

    [Fact]
    public async Task AWS_PROFILE_names_the_profile_and_a_given_name_wins()
    {
        bench.Variables.Set("AWS_DEFAULT_PROFILE", "b");
        bench.WriteCredentials(
            "[a]\naws_access_key_id=AKIAA\naws_secret_access_key=s\n[b]\naws_access_key_id=AKIAB\naws_secret_access_key=s");
        bench.Variables.Set("AWS_PROFILE", "a");

        Assert.Equal("AKIAA", (await bench.ResolveAsync(CredentialSource.Profile)).Keys!.AccessKeyId);
        Assert.Equal("AKIAB", (await bench.ResolveProfileAsync("b")).Keys!.AccessKeyId);
        bench.Variables.Set("AWS_PROFILE", null);
        Assert.Equal("AKIAB", (await bench.ResolveAsync()).Keys!.AccessKeyId);
    }

    [Theory]
    [InlineData("AWS_PROFILE")]
    [InlineData("AWS_DEFAULT_PROFILE")]
    public async Task A_variable_that_is_set_and_empty_names_no_profile_and_a_given_name_does_without_it(string variable)
    {
        bench.WriteCredentials("[default]\naws_access_key_id=AKIAA\naws_secret_access_key=s\n[b]\naws_access_key_id=AKIAB\naws_secret_access_key=s");
        bench.Variables.Set(variable, "");

        var finding = await Sample.FindingOfAsync(() => bench.ResolveAsync());

        Assert.Equal(("VariableInvalid", variable), (finding.Id, finding.Target));
        Assert.Equal("AKIAB", (await bench.ResolveProfileAsync("b")).Keys!.AccessKeyId);
    }

    [Theory]
    [InlineData("role_arn =\nsource_profile = b", "role_arn")]
    [InlineData("role_arn = arn:aws:iam::111111111111:role/x\nsource_profile =", "source_profile")]
    [InlineData("aws_access_key_id =\naws_secret_access_key =", "aws_access_key_id")]
    [InlineData("credential_process =", "credential_process")]
    [InlineData("sso_account_id =\nsso_role_name =", "sso_account_id")]
    [InlineData("aws_access_key_id = AKIAA\naws_secret_access_key = s\ncredential_process =", "credential_process")]
    public async Task A_setting_that_is_there_and_empty_is_no_reason_to_look_further(string settings, string named)
    {
        bench.WriteCredentials("[b]\naws_access_key_id=AKIAB\naws_secret_access_key=s");
        bench.WriteConfig($"[default]\n{settings}");

        var finding = await Sample.FindingOfAsync(() => bench.ResolveAsync());

        Assert.Equal(("ProfileInvalid", "default"), (finding.Id, finding.Target));
        Wording.Names(finding.Evidence, named);
        Wording.Names(finding.Remedy, named);
    }

    [Fact]
    public async Task A_session_token_that_is_empty_is_none()
    {
        bench.WriteCredentials("[default]\naws_access_key_id=AKIAA\naws_secret_access_key=s\naws_session_token=");

        Assert.Null((await bench.ResolveAsync()).Keys!.SessionToken);
    }

    [Fact]
    public async Task A_profile_that_is_missing_is_an_error_that_lists_the_others()
    {
        bench.WriteCredentials("[a]\n[b]");

        var finding = await bench.FindingOfProfileAsync("c");

        Assert.Equal(("ProfileMissing", "c"), (finding.Id, finding.Target));
        Wording.Names(finding.Evidence, "a, b.");
    }

    [Theory]
    [InlineData("aws_access_key_id = AKIA")]
    [InlineData("aws_secret_access_key = s")]
    [InlineData("region = eu-west-1")]
    [InlineData("aws_access_key_id =\naws_secret_access_key = s")]
    public async Task A_profile_without_credentials_is_an_error(string settings)
    {
        bench.WriteConfig($"[profile ci]\n{settings}");

        Assert.Equal("ProfileInvalid", (await bench.FindingOfProfileAsync("ci")).Id);
    }

    [Fact]
    public async Task IAM_Identity_Center_is_asked_with_the_settings_of_the_profile()
    {
        WriteSso();

        var credentials = await bench.ResolveProfileAsync("corp");

        Assert.Equal("ASIASSO", credentials.Keys!.AccessKeyId);
        Assert.Equal(
            [new SsoProfile("corp", "main", "https://corp.awsapps.com/start", "eu-west-1", "111111111111", "Deploy")], bench.Sso.Asked);
    }

    [Fact]
    public async Task A_profile_that_is_not_signed_in_is_refused_by_name()
    {
        WriteSso();
        bench.Sso = new FakeSso(isSignedIn: false);

        var finding = await bench.FindingOfProfileAsync("corp");

        Assert.Equal(("SsoSignInRequired", "corp"), (finding.Id, finding.Target));
    }

    [Fact]
    public async Task IAM_Identity_Center_comes_before_keys_and_before_a_process()
    {
        WriteSso("credential_process = exit 1\naws_access_key_id = AKIA\naws_secret_access_key = s");
        bench.WriteCredentials("[corp]\naws_access_key_id = AKIA\naws_secret_access_key = s");

        Assert.Equal("ASIASSO", (await bench.ResolveProfileAsync("corp")).Keys!.AccessKeyId);
    }

    // botocore looks into the credentials file, then runs the process, then looks into the config file.
    [Theory]
    [InlineData(true, "AKIACREDENTIALS")]
    [InlineData(false, "ASIAPROCESS")]
    public async Task A_process_comes_after_keys_of_the_credentials_file_and_before_those_of_the_config_file(bool inCredentials, string key)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Its process is a shell's.");
        bench.WriteConfig(
            "[profile ci]\naws_access_key_id = AKIACONFIG\naws_secret_access_key = s\n"
            + """credential_process = echo '{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"s","SessionToken":"t"}'""");
        if (inCredentials) bench.WriteCredentials("[ci]\naws_access_key_id = AKIACREDENTIALS\naws_secret_access_key = s");

        Assert.Equal(key, (await bench.ResolveProfileAsync("ci")).Keys!.AccessKeyId);
    }

    [Theory]
    [InlineData("aws_access_key_id = AKIA\naws_secret_access_kye = s", "aws_secret_access_kye")]
    [InlineData("aws_secret_access_key = s", "aws_access_key_id")]
    [InlineData("aws_access_key_id = AKIA", "aws_secret_access_key")]
    [InlineData("web_identity_token_file = /token", "role_arn")]
    [InlineData("role_arn = arn:aws:iam::111111111111:role/x", "source_profile")]
    [InlineData("sso_account_id = 111111111111\nsso_role_name = x", "sso_start_url")]
    [InlineData("sso_session = absent\nsso_role_name = x", "sso_start_url")]
    [InlineData("sso_start_url = https://corp.awsapps.com/start", "sso_region")]
    [InlineData("sso_session = absent", "sso_start_url")]
    [InlineData("login_session = arn:aws:iam::111111111111:user/x", "login_session")]
    [InlineData("role_arn = arn:aws:iam::111111111111:role/x\nsource_profile = a\ncredential_source = Environment", "credential_source")]
    public async Task Half_an_identity_in_the_default_profile_is_an_error_and_no_reason_to_take_the_instances(string settings, string named)
    {
        bench.WriteCredentials($"[default]\n{settings}");

        var finding = await Sample.FindingOfAsync(() => bench.ResolveAsync());

        Assert.Equal(("ProfileInvalid", "default"), (finding.Id, finding.Target));
        Assert.Contains(named, finding.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("region = eu-west-1")]
    [InlineData("sso_session = corp\n[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1")]
    public async Task A_default_profile_that_names_no_identity_leaves_it_to_the_next_source(string settings)
    {
        bench.WriteConfig($"[default]\n{settings}");

        Assert.Equal("ASIAWORKER", (await bench.ResolveAsync()).Keys!.AccessKeyId);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_no_reason_to_take_the_instances_role()
    {
        bench.WriteConfig("[default\nrole_arn = arn:aws:iam::111111111111:role/x");

        Assert.Equal("ProfileInvalid", (await Sample.FindingOfAsync(() => bench.ResolveAsync())).Id);
    }

    [Theory]
    [InlineData("sso_start_url = https://other.awsapps.com/start", "sso_start_url")]
    [InlineData("sso_region = us-east-1", "sso_region")]
    public async Task A_profile_that_contradicts_its_session_is_an_error(string setting, string named)
    {
        WriteSso(setting);

        var finding = await bench.FindingOfProfileAsync("corp");

        Assert.Equal(("ProfileInvalid", "corp"), (finding.Id, finding.Target));
        Wording.Names(finding.Evidence, named, "sso-session main");
        Assert.Empty(bench.Sso.Asked);
    }

    [Fact]
    public async Task The_older_name_of_a_session_token_is_read()
    {
        bench.WriteCredentials("[ci]\naws_access_key_id = ASIACI\naws_secret_access_key = s\naws_security_token = t");

        Assert.Equal(new Secret("t"), (await bench.ResolveProfileAsync("ci")).Keys!.SessionToken);
    }

    private void WriteSso(string more = "") => bench.WriteConfig(
        $"[profile corp]\nsso_session = main\nsso_account_id = 111111111111\nsso_role_name = Deploy\n{more}\n"
        + "[sso-session main]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start");
}
