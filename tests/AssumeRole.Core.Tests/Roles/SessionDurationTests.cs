using AssumeRole.Roles;

namespace AssumeRole.Core.Tests.Roles;

public sealed class SessionDurationTests
{
    [Theory]
    [InlineData("900", 900)]
    [InlineData("3600", 3600)]
    [InlineData("43200", 43200)]
    [InlineData(" 3600\n", 3600)]
    [InlineData("003600", 3600)]
    public void Seconds_in_the_range_of_STS_are_read(string text, int seconds) =>
        Assert.Equal(seconds, SessionDuration.Parse(text, "-DurationSeconds").Seconds);

    [Theory]
    [InlineData("899")]
    [InlineData("43201")]
    [InlineData("0")]
    [InlineData("2147483647")]
    public void Seconds_outside_the_range_are_refused_with_their_origin(string text)
    {
        var finding = Sample.FindingOf(() => SessionDuration.Parse(text, "aws_assume_role_duration"));

        Assert.Equal("DurationInvalid", finding.Id);
        Wording.Names(finding.Evidence, "aws_assume_role_duration", text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("one hour")]
    [InlineData("1h")]
    [InlineData("3600.0")]
    [InlineData("-900")]
    [InlineData("+3600")]
    [InlineData("3,600")]
    [InlineData("0x384")]
    [InlineData("٣٦٠٠")]
    [InlineData("99999999999999999999")]
    public void What_is_no_integer_is_refused(string text)
    {
        var finding = Sample.FindingOf(() => SessionDuration.Parse(text, "-DurationSeconds"));

        Assert.Equal("DurationInvalid", finding.Id);
        Assert.Contains($"'{text}'", finding.Evidence, StringComparison.Ordinal);
    }
}
