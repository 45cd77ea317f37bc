using AssumeRole.Profiles;
using FsCheck;
using FsCheck.Fluent;

namespace AssumeRole.Core.Tests.Profiles;

public sealed class AwsProfileFileTests
{
    [Fact]
    public void Sections_and_settings_are_read()
    {
        var sections = Parse(
            """
            # a comment
            ; another
            [default]
            region = eu-west-1
            aws_secret_access_key=a=b==
            [profile  ci ] ; trailing
            role_arn = arn:aws:iam::111111111111:role/ci # comment
            source_profile = default ; comment
            note = a#b;c
            """);

        Assert.Equal(["default", "profile ci"], sections.Keys);
        Assert.Equal(("eu-west-1", "a=b=="), (sections["default"]["region"], sections["default"]["aws_secret_access_key"]));
        Assert.Equal("arn:aws:iam::111111111111:role/ci", sections["profile ci"]["role_arn"]);
        Assert.Equal(("default", "a#b;c"), (sections["profile ci"]["source_profile"], sections["profile ci"]["note"]));
    }

    [Fact]
    public void Nested_settings_are_named_with_their_parent()
    {
        var sections = Parse(
            """
            [services local]
            sts =
              endpoint_url = http://127.0.0.1:1
            s3 =
              endpoint_url = http://127.0.0.1:2
            region = eu-west-1
              stray = value
            """);

        var services = sections["services local"];
        Assert.Equal(("http://127.0.0.1:1", "http://127.0.0.1:2"), (services["sts.endpoint_url"], services["s3.endpoint_url"]));
        Assert.Equal(("eu-west-1", "value"), (services["region"], services["stray"]));
    }

    [Fact]
    public void A_section_that_comes_again_is_merged_and_its_later_values_win()
    {
        var section = Parse("[a]\nx=1\ny=1\n[b]\n[a]\nX=2\nz=2")["a"];

        Assert.Equal(("2", "1", "2"), (section["x"], section["y"], section["z"]));
    }

    [Theory]
    [InlineData("x=1\n[a]")]
    [InlineData("[a]\n=1")]
    [InlineData("[a]\nnothing")]
    [InlineData("[a]\n[b\nx=1")]
    public void A_line_that_makes_no_sense_is_passed_over(string text) => Assert.All(Parse(text).Values, Assert.Empty);

    [Fact]
    public void No_text_at_all_makes_the_reader_throw()
    {
        var pieces = Gen.Elements("[", "]", "profile ", "default", "a", "=", " ", "\t", "\n", "#", ";", "é", "\0", "");
        var anything = ArbMap.Default.GeneratorFor<string>().Where(text => text is not null);
        var texts = Gen.OneOf(pieces.ListOf().Select(string.Concat), anything);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(texts.ToArbitrary(), text => Parse(text).Values.All(section => section.Keys.All(key => key.Length > 0))));
    }

    private static IReadOnlyDictionary<string, Dictionary<string, string>> Parse(string text) =>
        AwsProfileFile.Parse(text.ReplaceLineEndings("\n").Split('\n'));
}
