using AssumeRole.Findings;
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

        Assert.Equal(["default", "profile  ci"], sections.Keys);
        Assert.Equal(("eu-west-1", "a=b=="), (sections["default"]["region"], sections["default"]["aws_secret_access_key"]));
        Assert.Equal("arn:aws:iam::111111111111:role/ci", sections["profile  ci"]["role_arn"]);
        Assert.Equal(("default", "a#b;c"), (sections["profile  ci"]["source_profile"], sections["profile  ci"]["note"]));
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
              and = more
            """);

        var services = sections["services local"];
        Assert.Equal(("http://127.0.0.1:1", "http://127.0.0.1:2"), (services["sts.endpoint_url"], services["s3.endpoint_url"]));
        Assert.Equal("eu-west-1\nand = more", services["region"]);
    }

    [Fact]
    public void A_section_that_comes_again_is_merged_and_its_later_values_win()
    {
        var section = Parse("[a]\nx=1\ny=1\n[b]\n[a]\nX=2\nz=2")["a"];

        Assert.Equal(("2", "1", "2"), (section["x"], section["y"], section["z"]));
    }

    // What configparser raises an error for, and the AWS CLI with it.
    [Theory]
    [InlineData("x=1\n[a]", 1, "x…")]
    [InlineData(" -continued", 1, "-continued")]
    [InlineData("[default", 1, "[default")]
    [InlineData("[a]\n[b\nx=1", 2, "[b")]
    [InlineData("[a]\n=1", 2, "…")]
    [InlineData("[a]\n: 1", 2, "…")]
    [InlineData("[a]\nnothing", 2, "nothing")]
    [InlineData("[a]\n -continued", 2, "-continued")]
    [InlineData("[a]\ns3 =\n invalid", 3, "invalid")]
    [InlineData("[a]\ns3 =\n = value", 3, "…")]
    [InlineData("[a]\nx=1\n[a]\n -continued", 4, "-continued")]
    [InlineData("[a]\naws_secret_access_key wJalrXUtnFEMIK7MDENG", 2, "aws_secret_access_key…")]
    [InlineData("[a]\nwJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", 2, "…")]
    public void A_line_that_has_no_meaning_is_an_error_that_shows_what_is_no_secret(string text, int line, string shown)
    {
        var finding = Sample.FindingOf(() => Parse(text));

        Assert.Equal(("ProfileInvalid", "config"), (finding.Id, finding.Target));
        Wording.Names(finding.Evidence, $"Line {line}");
        Assert.EndsWith($": {shown}", finding.Evidence, StringComparison.Ordinal);
        Wording.Names(finding.Remedy, $"line {line}", "config");
    }

    [Fact]
    public void A_colon_sets_a_value_as_an_equals_sign_does()
    {
        var section = Parse("[a]\nregion: eu-west-1\nendpoint_url = http://127.0.0.1:1\nurl: a=b")["a"];

        Assert.Equal(("eu-west-1", "http://127.0.0.1:1", "a=b"), (section["region"], section["endpoint_url"], section["url"]));
    }

    [Fact]
    public void Settings_that_are_all_indented_are_settings()
    {
        var section = Parse("[a]\n  region = eu-west-1\n  output = json\n   more")["a"];

        Assert.Equal(("eu-west-1", "json\nmore"), (section["region"], section["output"]));
    }

    [Fact]
    public void Any_text_is_read_or_refused_as_a_profile()
    {
        var pieces = Gen.Elements("[", "]", "profile ", "default", "a", "=", " ", "\t", "\n", "#", ";", "é", "\0", "");
        var anything = ArbMap.Default.GeneratorFor<string>().Where(text => text is not null);
        var texts = Gen.OneOf(pieces.ListOf().Select(string.Concat), anything);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(texts.ToArbitrary(), IsReadOrRefused));
    }

    private static bool IsReadOrRefused(string text)
    {
        try
        {
            return Parse(text).Values.All(section => section.Keys.All(key => key.Length > 0));
        }
        catch (AssumeRoleException error)
        {
            return error.Finding.Id == "ProfileInvalid";
        }
    }

    private static Dictionary<string, Dictionary<string, string>> Parse(string text) =>
        AwsProfileFile.Parse("config", text.ReplaceLineEndings("\n").Split('\n'));
}
