using AssumeRole.Soak.Judging;

namespace AssumeRole.Soak.Tests;

/// <summary>When a series of figures is called growing.</summary>
public sealed class GrowthTests
{
    [Fact]
    public void A_warm_up_is_no_growth() =>
        Assert.Null(Growth.Of([.. Enumerable.Range(0, 40).Select(at => at < 20 ? at * 10.0 : 200)], most: 5));

    [Fact]
    public void Noise_and_single_peaks_are_no_growth()
    {
        var random = new Random(7);
        for (var run = 0; run < 200; run++)
            Assert.Null(Growth.Of([.. Enumerable.Range(0, 60).Select(at => 200 + random.Next(-6, 7) + (at % 11 == 0 ? 100 : 0))], most: 8));
    }

    [Fact]
    public void What_grows_steadily_is_found_in_any_noise()
    {
        var random = new Random(8);
        for (var run = 0; run < 200; run++)
            Assert.NotNull(Growth.Of([.. Enumerable.Range(0, 60).Select(at => 200 + at + random.Next(-3, 4))], most: 8));
    }

    [Fact]
    public void A_share_of_what_was_there_before_is_noise_where_that_is_said()
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(at => at < 30 ? 100.0 : 109)];
        Assert.NotNull(Growth.Of(values, most: 4));
        Assert.Null(Growth.Of(values, most: 4, percent: 10));
    }

    [Fact]
    public void Of_a_few_samples_nothing_is_said() => Assert.Null(Growth.Of([1, 2, 300, 4000, 50000], most: 1));
}
