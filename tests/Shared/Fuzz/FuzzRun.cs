namespace AssumeRole.Testing.Fuzz;

/// <summary>
/// Gives a parser inputs that nobody would write. Each must be read or refused in the parser's own words and in bounded time;
/// anything else fails the test with the seed and the smallest input that still shows it.
/// </summary>
/// <param name="parser">What is fuzzed, for the report.</param>
/// <param name="seeds">Valid inputs, from which the others are made.</param>
/// <param name="read">Reads one input and tells whether it was accepted.</param>
/// <param name="refuses">Whether an exception is how the parser refuses.</param>
internal sealed class FuzzRun(string parser, IReadOnlyList<string> seeds, Func<string, Task<bool>> read, Func<Exception, bool> refuses)
{
    /// <summary>Far beyond any input's need, even on a machine that does ten other things; far below what backtracking takes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>How long an input may be the last to have begun.</summary>
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(120);

    private string current = string.Empty;
    private int begun;

    public Task<FuzzReport> RunAsync() => RunAsync(FuzzSettings.FromEnvironment(), TimeProvider.System);

    public async Task<FuzzReport> RunAsync(FuzzSettings settings, TimeProvider time)
    {
        var all = Task.Run(() => TryAllAsync(settings, time));
        var seen = -1;
        while (true)
        {
            try
            {
                var report = await all.WaitAsync(Watch, time);
                TestContext.Current.TestOutputHelper?.WriteLine(report.ToString());
                return report;
            }
            catch (TimeoutException)
            {
                // A busy machine may need long for all of them; an input that never ends is one behind which no other begins.
                if (seen == (seen = Volatile.Read(ref begun)))
                    Assert.Fail($"{parser}: no end within {Watch}. The last input was {FuzzShrinker.Escape(Volatile.Read(ref current))}.");
            }
        }
    }

    private async Task<FuzzReport> TryAllAsync(FuzzSettings settings, TimeProvider time)
    {
        var mutator = new FuzzMutator(seeds);
        var (accepted, slowest, began) = (0, TimeSpan.Zero, time.GetTimestamp());
        for (var index = 0; index < settings.Inputs; index++)
        {
            var input = mutator.Make(settings.RandomOf(index));
            Volatile.Write(ref current, input);
            Volatile.Write(ref begun, index);
            var started = time.GetTimestamp();
            var error = await TryAsync(input, () => accepted++);
            var took = time.GetElapsedTime(started);
            if (error is not null) Assert.Fail(await ExplainAsync(settings, index, input, error));
            if (took > Longest) Assert.Fail($"{parser}: input {index} of seed {settings.Seed} took {took}: {FuzzShrinker.Escape(input)}");
            if (took > slowest) slowest = took;
        }

        return new FuzzReport(parser, settings, accepted, slowest, time.GetElapsedTime(began));
    }

    /// <summary>What an input let out that it should not have, or null.</summary>
    private async Task<Exception?> TryAsync(string input, Action accept)
    {
        try
        {
            if (await read(input)) accept();
            return null;
        }
        catch (Exception error) when (refuses(error))
        {
            return null;
        }
        catch (Exception error) when (!refuses(error))
        {
            return error;
        }
    }

    private async Task<string> ExplainAsync(FuzzSettings settings, int index, string input, Exception error)
    {
        var smallest = await FuzzShrinker.ShrinkAsync(
            input, async shorter => (await TryAsync(shorter, () => { }))?.GetType() == error.GetType());
        return $"{parser}: input {index} of seed {settings.Seed} let {error.GetType().Name} out. The smallest that still does: "
            + $"{FuzzShrinker.Escape(smallest)}\nASSUMEROLE_FUZZ_SEED={settings.Seed} ASSUMEROLE_FUZZ_INPUTS={index + 1} repeats it.\n{error}";
    }
}
