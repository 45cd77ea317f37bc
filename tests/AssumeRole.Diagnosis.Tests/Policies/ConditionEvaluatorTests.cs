using AssumeRole.Policies;

namespace AssumeRole.Diagnosis.Tests.Policies;

public sealed class ConditionEvaluatorTests
{
    [Theory]
    [InlineData("StringEquals", "a", "a", true)]
    [InlineData("StringEquals", "a", "A", false)]
    [InlineData("StringEquals", "a*", "ab", false)]
    [InlineData("StringNotEquals", "a", "b", true)]
    [InlineData("StringNotEquals", "a", "a", false)]
    [InlineData("StringEqualsIgnoreCase", "a", "A", true)]
    [InlineData("StringNotEqualsIgnoreCase", "a", "A", false)]
    [InlineData("StringLike", "a*c?", "abbcd", true)]
    [InlineData("StringLike", "a*c?", "abbc", false)]
    [InlineData("StringNotLike", "a*", "b", true)]
    [InlineData("StringEquals", "${other}", "seen", true)]
    [InlineData("StringLike", "${other}*", "seen-it", true)]
    [InlineData("StringLike", "${star}", "anything", false)]
    [InlineData("StringNotEquals", "${absent}", "x", true)]
    [InlineData("NumericEquals", "10", "1e1", true)]
    [InlineData("NumericEquals", "10", "ten", false)]
    [InlineData("NumericNotEquals", "10", "11", true)]
    [InlineData("NumericLessThan", "10", "9.99", true)]
    [InlineData("NumericLessThan", "10", "10", false)]
    [InlineData("NumericLessThanEquals", "10", "10", true)]
    [InlineData("NumericGreaterThan", "10", "10", false)]
    [InlineData("NumericGreaterThanEquals", "10", "10", true)]
    [InlineData("DateEquals", "2026-01-01T00:00:00Z", "1767225600", true)]
    [InlineData("DateNotEquals", "2026-01-01T00:00:00Z", "1767225601", true)]
    [InlineData("DateLessThan", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", true)]
    [InlineData("DateLessThanEquals", "2026-01-01", "2026-01-01T00:00:00Z", true)]
    [InlineData("DateGreaterThan", "2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00Z", false)]
    [InlineData("DateGreaterThanEquals", "2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00Z", true)]
    [InlineData("DateLessThan", "never", "2026-01-01T00:00:00Z", false)]
    [InlineData("Bool", "true", "True", true)]
    [InlineData("Bool", "true", "false", false)]
    [InlineData("Bool", "true", "1", false)]
    [InlineData("BinaryEquals", "QmluYXJ5", "QmluYXJ5", true)]
    [InlineData("BinaryEquals", "QmluYXJ5", "QmluYXJ6", false)]
    [InlineData("BinaryEquals", "not base64!", "not base64!", false)]
    [InlineData("IpAddress", "203.0.113.0/24", "203.0.113.77", true)]
    [InlineData("IpAddress", "203.0.113.9/24", "203.0.113.77", true)]
    [InlineData("IpAddress", "203.0.113.0/24", "203.0.114.0", false)]
    [InlineData("IpAddress", "203.0.113.7", "203.0.113.7", true)]
    [InlineData("IpAddress", "2001:db8::/33", "2001:db8:7fff::1", true)]
    [InlineData("IpAddress", "2001:db8::/33", "2001:db8:8000::1", false)]
    [InlineData("IpAddress", "203.0.113.0/24", "::ffff:203.0.113.1", true)]
    [InlineData("IpAddress", "203.0.113.0/24", "2001:db8::1", false)]
    [InlineData("IpAddress", "203.0.113.0/33", "203.0.113.1", false)]
    [InlineData("NotIpAddress", "203.0.113.0/24", "10.0.0.1", true)]
    [InlineData("ArnEquals", "arn:aws:iam::*:role/a*", "arn:aws:iam::1:role/abc", true)]
    [InlineData("ArnLike", "arn:aws:*:role/a", "arn:aws:iam::1:role/a", false)]
    [InlineData("ArnLike", "arn:*:*:*:*:*", "arn:aws:sqs:r:1:a:b", true)]
    [InlineData("ArnLike", "*", "arn:aws:iam::1:role/a", false)]
    [InlineData("ArnNotEquals", "arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b", true)]
    [InlineData("ArnNotLike", "arn:aws:iam::1:role/*", "arn:aws:iam::1:role/b", false)]
    [InlineData("Null", "false", "x", true)]
    [InlineData("Null", "true", "x", false)]
    public void Compares_one_value(string name, string wanted, string value, bool expected) =>
        Assert.Equal(expected, Holds(name, [wanted], value));

    [Theory]
    [InlineData("StringEquals", false)]
    [InlineData("StringNotEquals", true)]
    [InlineData("NotIpAddress", true)]
    [InlineData("Bool", false)]
    [InlineData("BoolIfExists", true)]
    [InlineData("StringEqualsIfExists", true)]
    [InlineData("StringNotEqualsIfExists", true)]
    [InlineData("ForAllValues:StringEquals", true)]
    [InlineData("ForAnyValue:StringEquals", false)]
    [InlineData("ForAnyValue:StringNotEquals", false)]
    [InlineData("ForAnyValue:StringEqualsIfExists", true)]
    public void Without_the_key(string name, bool expected) => Assert.Equal(expected, Holds(name, ["true"]));

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void Null_asks_whether_the_key_is_absent(string wanted, bool expected) =>
        Assert.Equal(expected, Holds("Null", [wanted]));

    [Theory]
    [InlineData("ForAllValues:StringEquals", "a", true)]
    [InlineData("ForAllValues:StringEquals", "a,b", true)]
    [InlineData("ForAllValues:StringEquals", "a,c", false)]
    [InlineData("ForAnyValue:StringEquals", "a,c", true)]
    [InlineData("ForAnyValue:StringEquals", "c,d", false)]
    [InlineData("ForAllValues:StringNotEquals", "c,d", true)]
    [InlineData("ForAllValues:StringNotEquals", "a,c", false)]
    [InlineData("ForAnyValue:StringNotEquals", "a,c", true)]
    [InlineData("ForAnyValue:StringNotEquals", "a,b", false)]
    [InlineData("StringNotEquals", "c,a", false)]
    public void With_several_values_on_both_sides(string name, string values, bool expected) =>
        Assert.Equal(expected, Holds(name, ["a", "b"], values.Split(',')));

    [Fact]
    public void An_operator_that_IAM_does_not_know_never_holds() => Assert.False(Holds("StringIs", ["a"], "a"));

    private static bool Holds(string name, string[] wanted, params string[] values)
    {
        var context = RequestContext.Empty.With("aws:KEY", values).With("other", "seen").With("star", "*");
        var condition = new PolicyCondition(name, ConditionOperator.Parse(name), "aws:key", wanted);
        return ConditionEvaluator.Holds(condition, context, hasVariables: true);
    }
}
