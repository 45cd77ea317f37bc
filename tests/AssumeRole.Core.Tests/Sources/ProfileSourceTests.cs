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
        bench.WriteCredentials(
            "[a]\naws_access_key_id=AKIAA\naws_secret_access_key=s\n[b]\naws_access_key_id=AKIAB\naws_secret_access_key=s");
        bench.Variables.Set("AWS_PROFILE", "a");

        Assert.Equal("AKIAA", (await bench.ResolveAsync(CredentialSource.Profile)).Keys!.AccessKeyId);
        Assert.Equal("AKIAB", (await bench.ResolveProfileAsync("b")).Keys!.AccessKeyId);
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
    public async Task Keys_come_before_IAM_Identity_Center_and_that_before_a_process()
    {
        WriteSso("credential_process = exit 1");
        Assert.Equal("ASIASSO", (await bench.ResolveProfileAsync("corp")).Keys!.AccessKeyId);

        WriteSso("aws_access_key_id = AKIA\naws_secret_access_key = s");
        Assert.Equal("AKIA", (await bench.ResolveProfileAsync("corp")).Keys!.AccessKeyId);
    }

    private void WriteSso(string more = "") => bench.WriteConfig(
        $"[profile corp]\nsso_session = main\nsso_account_id = 111111111111\nsso_role_name = Deploy\n{more}\n"
        + "[sso-session main]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start");
}
