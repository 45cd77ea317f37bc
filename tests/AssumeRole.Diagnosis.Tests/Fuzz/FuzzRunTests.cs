using System.Text;
using System.Text.Json;
using AssumeRole.Testing.Fuzz;
using Xunit.Sdk;

namespace AssumeRole.Diagnosis.Tests.Fuzz;

/// <summary>The fuzz itself: the same inputs every time, no fault overlooked, and a report that a person can use.</summary>
public sealed class FuzzRunTests
{
    private static readonly FuzzSettings Settings = new(500, 7);

    [Fact]
    public void The_same_seed_makes_the_same_inputs_and_another_makes_others()
    {
        string[] Make(int seed) => [.. Enumerable.Range(0, 50).Select(index => Input(new FuzzSettings(50, seed), index))];

        Assert.Equal(Make(7), Make(7));
        Assert.NotEqual(Make(7), Make(8));
    }

    [Fact]
    public void Some_inputs_stay_as_they_were_some_are_only_changed_and_some_are_not_even_JSON()
    {
        var inputs = Enumerable.Range(0, 500).Select(index => Input(Settings, index)).ToArray();

        Assert.Contains(inputs, PolicySeeds.All.Contains);
        Assert.InRange(inputs.Count(IsJson), 200, 400);
    }

    [Fact]
    public async Task A_fault_is_reported_with_its_seed_and_the_smallest_input_that_shows_it()
    {
        static Task<bool> ReadAsync(string text) =>
            text.Contains("\\ud800", StringComparison.Ordinal) ? throw new InvalidOperationException("planted") : Task.FromResult(true);

        var failure = await Assert.ThrowsAsync<FailException>(() => Run(ReadAsync).RunAsync(Settings, TimeProvider.System));

        Assert.Contains("let InvalidOperationException out", failure.Message, StringComparison.Ordinal);
        Assert.Contains("still does: \"\\\\ud800\"\n", failure.Message, StringComparison.Ordinal);
        Assert.Contains("ASSUMEROLE_FUZZ_SEED=7", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_in_which_the_parser_refuses_is_no_fault()
    {
        var report = await new FuzzRun("planted", PolicySeeds.All, _ => throw new FormatException(), error => error is FormatException)
            .RunAsync(Settings, TimeProvider.System);

        Assert.Equal((0, 500), (report.Accepted, report.Refused));
    }

    [Fact]
    public async Task An_input_that_takes_too_long_is_a_fault()
    {
        var clock = new ManualTimeProvider();
        Task<bool> ReadAsync(string text)
        {
            clock.Advance(TimeSpan.FromSeconds(61));
            return Task.FromResult(true);
        }

        var failure = await Assert.ThrowsAsync<FailException>(() => Run(ReadAsync).RunAsync(new FuzzSettings(3, 7), clock));

        Assert.Contains("input 0 of seed 7 took 00:01:01", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_never_ends_is_a_fault()
    {
        var clock = new ManualTimeProvider();
        var inputs = 0;
        Task<bool> ReadAsync(string text) =>
            Interlocked.Increment(ref inputs) < 3 ? Task.FromResult(true) : new TaskCompletionSource<bool>().Task;

        var run = Run(ReadAsync).RunAsync(Settings, clock);
        await Patience.UntilAsync(() => Volatile.Read(ref inputs) == 3);
        await Patience.AdvanceUntilAsync(clock, run, TimeSpan.FromMinutes(1));

        var failure = await Assert.ThrowsAsync<FailException>(() => run);
        Assert.StartsWith("planted: no end within 00:02:00. The last input was ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, inputs);
    }

    private static FuzzRun Run(Func<string, Task<bool>> read) => new("planted", PolicySeeds.All, read, _ => false);

    private static string Input(FuzzSettings settings, int index) => new FuzzMutator(PolicySeeds.All).Make(settings.RandomOf(index));

    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(Encoding.UTF8.GetBytes(text)).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
