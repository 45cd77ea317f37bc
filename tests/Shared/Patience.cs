using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AssumeRole.Testing;

/// <summary>Waits that have an end: what does not come is a failure that names it.</summary>
internal static class Patience
{
    /// <summary>Far beyond any need, on a machine that does twenty other things as well.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<bool> holds, [CallerArgumentExpression(nameof(holds))] string what = "")
    {
        var begun = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Check(begun, what);
            await Task.Delay(1);
        }
    }

    /// <summary>Moves a clock on, a step at a time, until a task has ended, well or not.</summary>
    public static async Task AdvanceUntilAsync(
        ManualTimeProvider time, Task task, TimeSpan step, [CallerArgumentExpression(nameof(task))] string what = "")
    {
        var begun = Stopwatch.GetTimestamp();
        while (!task.IsCompleted)
        {
            Check(begun, what);
            time.Advance(step);
            await Task.Yield();
        }
    }

    /// <summary>Waits for the end of a process, and ends it if that does not come.</summary>
    public static async Task EndAsync(Process process, [CallerArgumentExpression(nameof(process))] string what = "")
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail(NotWithin(what));
        }
    }

    private static void Check(long begun, string what)
    {
        if (Stopwatch.GetElapsedTime(begun) > Limit) Assert.Fail(NotWithin(what));
    }

    private static string NotWithin(string what) => $"Not within {Limit.TotalSeconds} s: {what}";
}
