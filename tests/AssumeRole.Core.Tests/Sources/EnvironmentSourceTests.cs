using AssumeRole.Credentials;
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
    [InlineData("", "s", "AWS_ACCESS_KEY_ID is not set")]
    [InlineData("AKIAUSER", "", "AWS_SECRET_ACCESS_KEY is not set")]
    public async Task What_is_missing_is_named(string id, string secret, string absence) =>
        Assert.Equal(absence, (await Source(("AWS_ACCESS_KEY_ID", id), ("AWS_SECRET_ACCESS_KEY", secret))).Absence);

    private static Task<SourceAnswer> Source(params (string, string)[] variables) =>
        new EnvironmentSource(new FakeVariables(variables)).TryGetAsync(default);
}
