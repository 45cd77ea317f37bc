using AssumeRole.Findings;

namespace AssumeRole.Core.Tests.Findings;

public sealed class FindingTests
{
    private static readonly FindingKind Kind = new("Example", FaultCategory.InvalidData, "Cause.", "Remedy.");

    [Fact]
    public void A_finding_has_the_words_of_its_kind_unless_there_are_better_ones()
    {
        Assert.Equal(new Finding(Kind, "target", "Cause.", "Seen.", "Remedy."), Kind.For("target", "Seen."));
        Assert.Equal(new Finding(Kind, "target", "C.", "Seen.", "R."), Kind.For("target", "Seen.", "C.", "R."));
    }

    [Fact]
    public void The_message_is_cause_and_evidence()
    {
        Assert.Equal("Cause. Seen.", Kind.For("target", "Seen.").Message);
        Assert.Equal("Cause.", Kind.For("target", "").Message);
        Assert.Equal("Cause. Seen. Remedy.", Kind.For("target", "Seen.").ToString());
    }

    [Fact]
    public void An_error_carries_its_finding_and_what_showed_it()
    {
        var inner = new IOException("io");
        var error = Kind.Error("target", "Seen.", inner: inner);

        Assert.Equal("Cause. Seen.", error.Message);
        Assert.Equal("Example", error.Finding.Id);
        Assert.Same(inner, error.InnerException);
    }
}
