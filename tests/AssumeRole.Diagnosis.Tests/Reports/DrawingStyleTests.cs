using System.Text;
using AssumeRole.Reports;

namespace AssumeRole.Diagnosis.Tests.Reports;

public sealed class DrawingStyleTests
{
    [Theory]
    [InlineData(true, "", "xterm", true)]
    [InlineData(true, "1", "xterm", false)]
    [InlineData(true, "", "dumb", false)]
    [InlineData(false, "", "xterm", false)]
    public void Colours_are_for_a_terminal_that_was_not_told_otherwise(bool isTerminal, string noColor, string term, bool expected)
    {
        var variables = new FakeVariables(("NO_COLOR", noColor), ("TERM", term));

        Assert.Equal(expected, DrawingStyle.For(variables, Encoding.UTF8, 80, isTerminal).Colour);
    }

    [Theory]
    [InlineData("", "", "", false)]
    [InlineData("", "", "C", true)]
    [InlineData("", "", "POSIX", true)]
    [InlineData("", "", "C.UTF-8", false)]
    [InlineData("", "C", "en_GB.UTF-8", true)]
    [InlineData("en_GB.UTF-8", "C", "C", false)]
    public void The_plain_locale_gets_ASCII_and_no_locale_at_all_does_not(string all, string type, string lang, bool expected)
    {
        var variables = new FakeVariables(("LC_ALL", all), ("LC_CTYPE", type), ("LANG", lang));

        Assert.Equal(expected, DrawingStyle.For(variables, Encoding.UTF8, 80, isTerminal: false).Ascii);
    }

    [Fact]
    public void An_output_that_is_not_Unicode_gets_ASCII()
    {
        Assert.True(DrawingStyle.For(new FakeVariables(), Encoding.Latin1, 80, isTerminal: true).Ascii);
        Assert.False(DrawingStyle.For(new FakeVariables(), Encoding.Unicode, 80, isTerminal: true).Ascii);
    }

    [Theory]
    [InlineData(0, 80)]
    [InlineData(-1, 80)]
    [InlineData(10, 40)]
    [InlineData(100, 100)]
    [InlineData(500, 120)]
    public void The_width_is_kept_within_what_can_be_read(int width, int expected) =>
        Assert.Equal(expected, DrawingStyle.For(new FakeVariables(), Encoding.UTF8, width, isTerminal: true).Width);
}
