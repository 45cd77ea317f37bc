using AssumeRole.Roles;

namespace AssumeRole.Core.Tests.Roles;

public sealed class SessionTagRulesTests
{
    [Theory]
    [InlineData("team", "main")]
    [InlineData("équipe", "deux mots")]
    [InlineData("a_.:/=+-@", "a_.:/=+-@")]
    [InlineData("empty", "")]
    [InlineData("チーム", "九")]
    public void Letters_digits_spaces_and_some_signs_are_taken(string key, string value) =>
        SessionTagRules.Check([new SessionTag(key, value)], [key]);

    [Theory]
    [InlineData("", "x")]
    [InlineData("a*b", "x")]
    [InlineData("a\tb", "x")]
    [InlineData("key", "a,b")]
    [InlineData("key", "a\nb")]
    [InlineData("aws:team", "x")]
    [InlineData("AWS:team", "x")]
    public void Anything_else_is_refused(string key, string value) => AssertRefused([new SessionTag(key, value)]);

    [Fact]
    public void Keys_have_at_most_128_characters_and_values_256()
    {
        SessionTagRules.Check([new SessionTag(new string('k', 128), new string('v', 256))], []);
        AssertRefused([new SessionTag(new string('k', 129), "v")]);
        AssertRefused([new SessionTag("k", new string('v', 257))]);
    }

    [Fact]
    public void There_are_at_most_50_tags()
    {
        SessionTagRules.Check(Tags(50), []);
        AssertRefused(Tags(51));
    }

    [Fact]
    public void There_are_at_most_50_transitive_keys() => AssertRefused(Tags(1), [.. Enumerable.Repeat("key0", 51)]);

    [Fact]
    public void Keys_that_differ_in_case_alone_are_the_same_key() =>
        AssertRefused([new SessionTag("Team", "a"), new SessionTag("team", "b")]);

    [Fact]
    public void A_transitive_key_is_one_of_the_tags_whatever_its_case()
    {
        SessionTagRules.Check([new SessionTag("Team", "a")], ["team"]);
        AssertRefused([new SessionTag("Team", "a")], ["tean"]);
    }

    [Fact]
    public void The_value_of_a_tag_is_not_repeated_in_the_error()
    {
        var finding = Sample.FindingOf(() => SessionTagRules.Check([new SessionTag("key", "quiet*")], []));

        Assert.DoesNotContain("quiet", finding.ToString(), StringComparison.Ordinal);
    }

    private static SessionTag[] Tags(int count) => [.. Enumerable.Range(0, count).Select(number => new SessionTag($"key{number}", "v"))];

    private static void AssertRefused(SessionTag[] tags, string[]? transitive = null) =>
        Assert.Equal("TagInvalid", Sample.FindingOf(() => SessionTagRules.Check(tags, transitive ?? [])).Id);
}
