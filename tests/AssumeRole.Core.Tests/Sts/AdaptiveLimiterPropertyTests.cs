using FsCheck;
using FsCheck.Fluent;

namespace AssumeRole.Core.Tests.Sts;

/// <summary>Fan-outs in simulated time; see <see cref="PaceSimulation"/>.</summary>
public sealed class AdaptiveLimiterPropertyTests
{
    private sealed record FanOut(int Callers, int Calls, double Latency, double PerSecond, int Percent, int Seed);

    private static Gen<FanOut> FanOuts =>
        from callers in Gen.Choose(1, 96)
        from calls in Gen.Choose(1, 400)
        from milliseconds in Gen.Choose(10, 200)
        from perSecond in Gen.Choose(5, 500)
        from percent in Gen.Choose(0, 20)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new FanOut(callers, calls, milliseconds / 1000.0, perSecond, percent, seed);

    [Fact]
    public void Whatever_rate_STS_serves_all_are_served_in_little_more_than_the_time_which_that_takes() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(FanOuts.ToArbitrary(), KeepsToTheRate));

    [Fact]
    public void Refusals_by_mere_chance_slow_nobody_down_but_those_refused() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(FanOuts.ToArbitrary(), ShrugsAtChance));

    private static bool KeepsToTheRate(FanOut fanOut)
    {
        // Of what is allowed in a fifth of a second, AWS lets a burst through.
        var burst = 1 + (int)(fanOut.PerSecond / 5);
        var run = Run(fanOut, new CallBucket(fanOut.PerSecond, burst).Refuses, new Random(fanOut.Seed));
        var least = Math.Max((fanOut.Calls - burst) / fanOut.PerSecond, Undisturbed(fanOut));
        // Beyond it, the last to be refused may wait twice for as long as a call ever waits.
        return run.Served == fanOut.Calls && run.MostAttempts < 100 && run.Seconds <= (1.5 * least) + 8;
    }

    private static bool ShrugsAtChance(FanOut fanOut)
    {
        var random = new Random(fanOut.Seed);
        var run = Run(fanOut, _ => random.Next(100) < fanOut.Percent, random);
        // A call that is refused seven times, as one in thousands is, waits 9.4 s at most.
        return run.Served == fanOut.Calls && run.MostAttempts < 20 && run.Sent <= (1.4 * fanOut.Calls) + 40
            && run.Seconds <= (2 * Undisturbed(fanOut)) + (fanOut.Calls / fanOut.Callers * 0.2) + 10;
    }

    private static PaceSimulation Run(FanOut fanOut, Func<double, bool> refuses, Random random) =>
        new PaceSimulation(fanOut.Callers, fanOut.Calls, fanOut.Latency, refuses, random)
            .RunAsync().WaitAsync(Patience.Limit).GetAwaiter().GetResult();

    private static double Undisturbed(FanOut fanOut) => fanOut.Latency * Math.Ceiling((double)fanOut.Calls / fanOut.Callers);
}
