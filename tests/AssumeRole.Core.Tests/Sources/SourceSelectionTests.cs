using AssumeRole.Credentials;
using AssumeRole.Sources;

namespace AssumeRole.Core.Tests.Sources;

public sealed class SourceSelectionTests
{
    [Theory]
    [InlineData(null, CredentialSource.Auto)]
    [InlineData("auto", CredentialSource.Auto)]
    [InlineData("INSTANCE", CredentialSource.Instance)]
    [InlineData("WebIdentity", CredentialSource.WebIdentity)]
    public void A_source_is_named_whatever_the_case(string? text, CredentialSource source) =>
        Assert.Equal(new SourceSelection(source), Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("Instance,Profile")]
    [InlineData("ec2")]
    public void Any_other_word_is_refused(string text) => Assert.Equal("SourceInvalid", Sample.FindingOf(() => Parse(text)).Id);

    [Theory]
    [InlineData(null)]
    [InlineData("Profile")]
    public void The_name_of_a_profile_implies_the_source(string? source) =>
        Assert.Equal(new SourceSelection(CredentialSource.Profile, "ci"), Parse(source, "ci"));

    [Fact]
    public void A_profile_that_was_given_and_is_empty_is_an_error() =>
        Assert.Equal("ProfileMissing", Sample.FindingOf(() => Parse(profileName: "")).Id);

    [Fact]
    public void Keys_and_the_session_in_force_are_taken()
    {
        Assert.Equal(new SourceSelection(Given: Sample.Keys), Parse(given: Sample.Keys));
        Assert.Equal(new SourceSelection(FromSession: true), Parse(fromSession: true));
    }

    [Fact]
    public void A_web_identity_token_may_be_named_as_the_source_too() =>
        Assert.Equal(CredentialSource.WebIdentity, Parse("WebIdentity", webIdentity: true).Source);

    [Fact]
    public void Two_that_each_say_who_starts_exclude_each_other()
    {
        Action[] contradictions =
        [
            () => Parse("Instance", "ci"),
            () => Parse("Environment", given: Sample.Keys),
            () => Parse("Auto", given: Sample.Keys),
            () => Parse("Instance", fromSession: true),
            () => Parse("Instance", webIdentity: true),
            () => Parse(profileName: "ci", given: Sample.Keys),
            () => Parse(profileName: "ci", fromSession: true),
            () => Parse(profileName: "ci", webIdentity: true),
            () => Parse(given: Sample.Keys, fromSession: true),
            () => Parse(given: Sample.Keys, webIdentity: true),
            () => Parse(fromSession: true, webIdentity: true),
        ];

        Assert.All(contradictions, act => Assert.Equal("ParameterConflict", Sample.FindingOf(act).Id));
    }

    private static SourceSelection Parse(
        string? source = null, string? profileName = null, AwsKeys? given = null, bool fromSession = false, bool webIdentity = false) =>
        SourceSelection.Parse(source, profileName, given, fromSession, webIdentity);
}
