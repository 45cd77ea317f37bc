using AssumeRole.Profiles;

namespace AssumeRole.Core.Tests.Profiles;

public sealed class SsoProfileTests
{
    private readonly Dictionary<string, string> settings = new()
    {
        ["sso_session"] = "corp",
        ["sso_start_url"] = "https://corp.awsapps.com/start",
        ["sso_region"] = "eu-west-1",
        ["sso_account_id"] = "111111111111",
        ["sso_role_name"] = "Deploy",
    };

    [Fact]
    public void A_profile_with_a_session_is_read() =>
        Assert.Equal(new SsoProfile("ci", "corp", "https://corp.awsapps.com/start", "eu-west-1", "111111111111", "Deploy"), Read());

    [Fact]
    public void A_profile_of_the_older_form_has_no_session()
    {
        settings.Remove("sso_session");

        Assert.Null(Read()!.Session);
    }

    [Fact]
    public void A_session_without_account_and_role_gives_no_credentials()
    {
        settings.Remove("sso_account_id");
        settings.Remove("sso_role_name");

        Assert.Null(Read());
    }

    [Fact]
    public void A_start_address_of_the_profile_itself_without_account_and_role_is_half_of_it()
    {
        foreach (var name in new[] { "sso_session", "sso_account_id", "sso_role_name" }) settings.Remove(name);

        Assert.Equal("ProfileInvalid", Sample.FindingOf(() => Read()).Id);
    }

    [Theory]
    [InlineData("sso_start_url")]
    [InlineData("sso_region")]
    [InlineData("sso_account_id")]
    [InlineData("sso_role_name")]
    public void A_setting_that_is_missing_is_named(string name)
    {
        settings.Remove(name);

        var finding = Sample.FindingOf(() => Read());
        Assert.Equal(("ProfileInvalid", "ci"), (finding.Id, finding.Target));
        Assert.Contains(name, finding.Evidence, StringComparison.Ordinal);
    }

    private SsoProfile? Read() => SsoProfile.From(new AwsProfile("ci", settings));
}
