using System.Globalization;

namespace AssumeRole.Sandbox.Tests;

public sealed class GetSessionTokenTests
{
    private const string Mfa = "arn:aws:iam::111111111111:mfa/operator";
    private const string NeedsMfa = "arn:aws:iam::111111111111:role/needs-mfa";

    [Fact]
    public async Task Gives_a_user_temporary_credentials_for_itself()
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.CallAsync(SandboxClient.TestKey.Operator, "GetSessionToken");
        Assert.StartsWith("ASIA", reply.Value("AccessKeyId"), StringComparison.Ordinal);
        Assert.Equal("2026-03-04T17:06:07Z", reply.Value("Expiration"));

        var identity = await client.CallAsync(SandboxClient.TestKey.Of(reply), "GetCallerIdentity");
        Assert.Equal("arn:aws:iam::111111111111:user/operator", identity.Value("Arn"));
        Assert.StartsWith("AIDA", identity.Value("UserId"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(900, null)]
    [InlineData(129600, null)]
    [InlineData(899, "Member must have value greater than or equal to 900")]
    [InlineData(129601, "Member must have value less than or equal to 129600")]
    public async Task Lasts_from_a_quarter_of_an_hour_to_a_day_and_a_half(int seconds, string? constraint)
    {
        await using var client = await SandboxClient.StartAsync();
        var text = seconds.ToString(CultureInfo.InvariantCulture);
        var reply = await client.CallAsync(SandboxClient.TestKey.Operator, "GetSessionToken", ("DurationSeconds", text));
        Assert.Equal(
            constraint is null
                ? null
                : $"1 validation error detected: Value '{text}' at 'durationSeconds' failed to satisfy constraint: {constraint}",
            reply.Message);
        if (constraint is null)
        {
            var expected = client.Time.GetUtcNow().AddSeconds(seconds);
            Assert.Equal(expected, DateTimeOffset.Parse(reply.Value("Expiration"), CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task A_code_given_once_is_good_for_the_whole_session()
    {
        await using var client = await SandboxClient.StartAsync();
        var plain = await client.CallAsync(SandboxClient.TestKey.Operator, "GetSessionToken");
        Assert.Equal("AccessDenied", (await client.AssumeAsync(SandboxClient.TestKey.Of(plain), NeedsMfa)).Code);

        var withCode = await client.CallAsync(
            SandboxClient.TestKey.Operator, "GetSessionToken", ("SerialNumber", Mfa), ("TokenCode", "123456"));
        client.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(200, (await client.AssumeAsync(SandboxClient.TestKey.Of(withCode), NeedsMfa)).Status);

        var wrong = await client.CallAsync(
            SandboxClient.TestKey.Operator, "GetSessionToken", ("SerialNumber", Mfa), ("TokenCode", "000000"));
        Assert.Equal("MultiFactorAuthentication failed with invalid MFA one time pass code. ", wrong.Message);
    }

    [Fact]
    public async Task Is_a_link_of_the_chain_for_the_cap_of_an_hour()
    {
        const string role = "arn:aws:iam::111111111111:role/long";
        await using var client = await SandboxClient.StartAsync(
            TestWorld.Of(TestWorld.Role(role, TestWorld.Trust("111111111111"), maximum: 43200)));
        var key = SandboxClient.TestKey.Of(await client.CallAsync(TestWorld.AnnKey, "GetSessionToken"));
        Assert.Equal(200, (await client.AssumeAsync(key, role, ("DurationSeconds", "3600"))).Status);
        Assert.Equal(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
            (await client.AssumeAsync(key, role, ("DurationSeconds", "3601"))).Message);
        Assert.Equal(200, (await client.AssumeAsync(TestWorld.AnnKey, role, ("DurationSeconds", "3601"))).Status);
    }

    [Fact]
    public async Task Is_refused_to_every_session()
    {
        await using var client = await SandboxClient.StartAsync();
        const string refusal = "403 AccessDenied: Cannot call GetSessionToken with session credentials";
        Assert.Equal(refusal, (await client.CallAsync(await client.InstanceKeyAsync(), "GetSessionToken")).Error);
        var own = SandboxClient.TestKey.Of(await client.CallAsync(SandboxClient.TestKey.Operator, "GetSessionToken"));
        Assert.Equal(refusal, (await client.CallAsync(own, "GetSessionToken")).Error);
    }
}
