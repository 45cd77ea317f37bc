using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Sources;

namespace AssumeRole.Core.Tests.Sources;

public sealed class EnvironmentSourceTests
{
    [Fact]
    public async Task A_users_own_keys_have_no_token()
    {
        var answer = await Source(("AWS_ACCESS_KEY_ID", "AKIAUSER"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_SESSION_TOKEN", ""));

        Assert.Equal(new AwsKeys("AKIAUSER", new Secret("s"), null), answer.Credentials!.Keys);
        Assert.Equal("environment keys …USER", answer.Credentials.Origin);
    }

    [Fact]
    public async Task Temporary_keys_have_one()
    {
        var answer = await Source(("AWS_ACCESS_KEY_ID", "ASIA"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_SESSION_TOKEN", "t"));

        Assert.Equal(new Secret("t"), answer.Credentials!.Keys!.SessionToken);
    }

    [Theory]
    [InlineData("ASIAUSER", "", "older")]
    [InlineData("ASIAUSER", "t", "t")]
    [InlineData("AKIAUSER", "", null)]
    public async Task The_older_name_of_a_token_counts_for_temporary_keys_without_another(string id, string token, string? expected)
    {
        var answer = await Source(
            ("AWS_ACCESS_KEY_ID", id), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_SESSION_TOKEN", token), ("AWS_SECURITY_TOKEN", "older"));

        Assert.Equal(expected, answer.Credentials!.Keys!.SessionToken?.Reveal());
    }

    [Fact]
    public async Task Neither_key_nor_secret_is_no_identity() =>
        Assert.Equal("AWS_ACCESS_KEY_ID is not set", (await Source(("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", ""))).Absence);

    [Theory]
    [InlineData("", "s", "AWS_ACCESS_KEY_ID")]
    [InlineData("AKIAUSER", "", "AWS_SECRET_ACCESS_KEY")]
    public async Task Half_a_pair_is_an_error_that_names_the_other_half(string id, string secret, string missing)
    {
        var error = await Assert.ThrowsAsync<AssumeRoleException>(
            () => Source(("AWS_ACCESS_KEY_ID", id), ("AWS_SECRET_ACCESS_KEY", secret)));

        Assert.Equal("VariableInvalid", error.Finding.Id);
        Assert.Equal(missing, error.Finding.Target);
    }

    private static Task<SourceAnswer> Source(params (string, string)[] variables) =>
        new EnvironmentSource(new FakeVariables(variables)).TryGetAsync(default);
}
