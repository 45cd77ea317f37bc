using AssumeRole.Findings;

namespace AssumeRole.Core.Tests.Findings;

public sealed class FindingTests
{
    private static readonly string Long = "begin" + string.Concat(Enumerable.Repeat("-xxx", 25_000));
    private static readonly FindingKind Kind = new(FaultCategory.InvalidData, ExitCode.Other, "Cause.", "Remedy.", "Symptom.", "Example");

    [Fact]
    public void A_finding_has_the_words_of_its_kind_unless_there_are_better_ones()
    {
        Assert.Equal(new Finding(Kind, "target", "Cause.", "Seen.", "Remedy."), Kind.For("target", "Seen."));
        Assert.Equal(new Finding(Kind, "target", "C.", "Seen.", "R."), Kind.For("target", "Seen.", "C.", "R."));
    }

    [Fact]
    public void The_message_is_target_cause_and_evidence()
    {
        Assert.Equal("target: Cause. Seen.", Kind.For("target", "Seen.").Message);
        Assert.Equal("target: Cause.", Kind.For("target", "").Message);
        Assert.Equal("Cause.", Kind.For("", "").Message);
        Assert.Equal("target: Cause. Seen. Remedy.", Kind.For("target", "Seen.").ToString());
    }

    [Fact]
    public void What_people_read_of_a_finding_steers_no_terminal_and_its_parts_are_exact()
    {
        const string hostile = "\u001B]0;t\u0007x\u009B31m\u202Ey";

        var finding = Kind.For(hostile, hostile, hostile, hostile);

        Assert.Equal((hostile, hostile, hostile, hostile), (finding.Target, finding.Cause, finding.Evidence, finding.Remedy));
        Assert.Equal(PlainText.CleanLines(finding.ToString()), finding.ToString());
        Assert.Equal(PlainText.CleanLines(finding.Message), finding.Message);
        Assert.Equal(finding.Message, new AssumeRoleException(finding).Message);
    }

    [Theory]
    [InlineData("It is 'target'.", null, null)]
    [InlineData("", "The target is wrong.", null)]
    [InlineData("", null, "Unset target.")]
    public void The_target_is_named_once(string evidence, string? cause, string? remedy)
    {
        var text = Kind.For("target", evidence, cause, remedy).ToString();

        Assert.Single(text.Split("target")[1..]);
    }

    [Theory]
    [InlineData("Seen", "Cause. Seen. Remedy.")]
    [InlineData("Seen.", "Cause. Seen. Remedy.")]
    [InlineData("Seen…", "Cause. Seen… Remedy.")]
    public void Evidence_of_another_program_ends_before_the_remedy_begins(string evidence, string text) =>
        Assert.Equal(text, Kind.For("", evidence).ToString());

    [Fact]
    public void A_target_of_any_length_is_named_and_cut_wherever_it_stands()
    {
        foreach (var kind in FindingCatalogue.All)
        {
            var finding = kind.For(Long, $"-Region is '{Long}'.");

            Assert.StartsWith("begin-xxx", finding.Target, StringComparison.Ordinal);
            Assert.Contains("'begin-xxx", finding.Message, StringComparison.Ordinal);
            Assert.True(finding.ToString().Length < 2000, finding.Id);
        }
    }

    [Fact]
    public void The_longest_ARN_of_a_role_is_a_whole_target()
    {
        var arn = $"arn:aws-us-gov:iam::111111111111:role/{new string('p', 510)}/{new string('n', 64)}";

        Assert.Equal(arn, Kind.For(arn, "").Target);
    }

    [Fact]
    public void An_error_carries_its_finding_and_what_showed_it()
    {
        var inner = new IOException("io");
        var error = Kind.Error("target", "Seen.", inner: inner);

        Assert.Equal("target: Cause. Seen.", error.Message);
        Assert.Equal("Example", error.Finding.Id);
        Assert.Same(inner, error.InnerException);
    }
}
