using AssumeRole.Roles;

namespace AssumeRole.Core.Tests.Roles;

public sealed class SessionPolicyRulesTests
{
    private const string Arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";

    [Fact]
    public void Nothing_is_fine() => SessionPolicyRules.Check(null, []);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Version":"2012-10-17","Statement":[]}""")]
    [InlineData("{\r\n\t\"Id\": \"ÿ\"\n}")]
    public void A_JSON_object_is_taken(string policy) => SessionPolicyRules.Check(policy, []);

    [Theory]
    [InlineData("")]
    [InlineData("policy.json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"Id\":\"Ā\"}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{} {}")]
    public void Anything_else_is_refused(string policy) => AssertRefused(policy);

    [Theory]
    [InlineData("arn:aws:iam::aws:policy/ReadOnlyAccess", true)]
    [InlineData("arn:aws-cn:iam::111111111111:policy/ci/Deploy", true)]
    [InlineData("arn:aws:iam::111111111111:role/deploy", false)]
    [InlineData("ReadOnlyAccess", false)]
    [InlineData("", false)]
    public void Managed_policies_are_given_by_ARN(string arn, bool taken)
    {
        if (taken) SessionPolicyRules.Check(null, [arn]);
        else AssertRefused(null, arn);
    }

    [Fact]
    public void There_are_at_most_10_managed_policies()
    {
        SessionPolicyRules.Check(null, [.. Enumerable.Repeat(Arn, 10)]);
        AssertRefused(null, [.. Enumerable.Repeat(Arn, 11)]);
    }

    [Fact]
    public void Policy_and_ARNs_together_have_at_most_2048_characters()
    {
        SessionPolicyRules.Check(PolicyOf(2048), []);
        AssertRefused(PolicyOf(2049));
        SessionPolicyRules.Check(PolicyOf(2048 - Arn.Length), [Arn]);
        AssertRefused(PolicyOf(2049 - Arn.Length), Arn);
    }

    private static string PolicyOf(int length) => $$"""{"Id":"{{new string('x', length - 9)}}"}""";

    private static void AssertRefused(string? policy, params string[] arns) =>
        Assert.Equal("SessionPolicyInvalid", Sample.FindingOf(() => SessionPolicyRules.Check(policy, arns)).Id);
}
