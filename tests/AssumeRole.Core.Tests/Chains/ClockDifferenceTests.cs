using AssumeRole.Chains;

namespace AssumeRole.Core.Tests.Chains;

public sealed class ClockDifferenceTests
{
    [Theory]
    [InlineData("Signature expired: 20170103T233357Z is now earlier than 20170104T042623Z (20170104T044123Z - 15 min.)", "5 h 7 min behind")]
    [InlineData("Signature not yet current: 20170104T044623Z is still later than 20170104T044123Z (20170104T042623Z + 15 min.)", "20 min 0 s ahead")]
    public void It_is_read_from_STSs_refusal(string message, string words) =>
        Assert.Equal(words, ClockDifference.Describe(ClockDifference.Read(message)!.Value));

    [Theory]
    [InlineData("")]
    [InlineData("Signature expired.")]
    [InlineData("Signature expired: 20171303T233357Z is now earlier than 20170104T042623Z (20170104T044123Z - 15 min.)")]
    public void Words_without_times_say_nothing(string message) => Assert.Null(ClockDifference.Read(message));

    [Theory]
    [InlineData(61, "1 min 1 s ahead")]
    [InlineData(-30, "30 s behind")]
    [InlineData(200_000, "2 d 7 h ahead")]
    public void It_has_words_of_its_size(int seconds, string words) =>
        Assert.Equal(words, ClockDifference.Describe(TimeSpan.FromSeconds(seconds)));
}
