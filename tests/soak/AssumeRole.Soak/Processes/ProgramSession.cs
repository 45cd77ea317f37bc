using System.Diagnostics;
using System.Text;
using AssumeRole.Soak.Judging;
using AssumeRole.Soak.Leaks;
using AssumeRole.Soak.Operations;

namespace AssumeRole.Soak.Processes;

/// <summary>The programs of one operation: what they wrote, how they ended and what they left behind.</summary>
internal sealed class ProgramSession(Context context, Failure failure, Verdict verdict, LeakSearch search, Counts counts)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(90);
    private static readonly int[] Crashes = [132, 133, 134, 135, 136, 139];

    private static readonly byte[] Complaint = Encoding.UTF8.GetBytes(ShellOperations.Complaint);
    private readonly List<(string Place, byte[] Bytes)> written = [];
    private readonly string mark = $"{failure.Lane}-{failure.Number}-{Guid.NewGuid():N}";
    private bool wasKilled;

    /// <summary>Starts a program that meets the sandbox.</summary>
    public RunningProgram Start(string file, IEnumerable<string> words, IReadOnlyDictionary<string, string?>? more = null)
    {
        var environment = BaseEnvironment.With(
            BaseEnvironment.Of(context.Folders, mark), context.Stage.Variables(), more ?? new Dictionary<string, string?>());
        return RunningProgram.Start(file, words, environment, context.Folders.Home);
    }

    /// <summary>Runs one to its end.</summary>
    /// <param name="file">The program.</param>
    /// <param name="words">Its arguments.</param>
    /// <param name="handsOut">Whether standard output is where its purpose is to hand out secrets.</param>
    /// <param name="interruption">What ends it, if it does not end before.</param>
    /// <param name="more">Variables beside those that lead to the sandbox.</param>
    /// <param name="again">Whether the signal is sent until the program ends.</param>
    public async Task<string> RunAsync(
        string file,
        IEnumerable<string> words,
        bool handsOut,
        Interruption? interruption,
        IReadOnlyDictionary<string, string?>? more = null,
        bool again = false)
    {
        using var program = Start(file, words, more);
        if (!await program.WaitAsync(interruption?.After ?? Longest)) Send(program, interruption?.Signal ?? Signal.Terminate);
        await EndAsync(program, Path.GetFileName(file), handsOut, again);
        return program.OutputText;
    }

    /// <summary>Sees a program end that was sent a signal, and keeps what it wrote.</summary>
    public async Task EndAsync(RunningProgram program, string name, bool handsOut, bool again = false)
    {
        var since = Stopwatch.StartNew();
        // Before it began to listen for signals, pwsh takes no notice of one: whoever presses Ctrl+C presses it again.
        while (again && since.Elapsed < LongestEnd && !await program.WaitAsync(Again)) Send(program, Interruption.Heard(Signal.Interrupt));
        if (!await program.WaitAsync(LongestEnd))
        {
            verdict.Add(failure with { Place = name, What = $"did not end within {LongestEnd.TotalSeconds} s of a signal" });
            Send(program, Signal.Kill);
            await program.WaitAsync(LongestEnd);
        }

        var code = program.HasExited ? program.ExitCode : -1;
        counts.AddEnd(code switch { 0 => "exit 0", > 128 => "by signal", _ => "exit with an error" });
        if (Crashes.Contains(code)) verdict.Add(failure with { Place = name, What = $"crashed: exit code {code}" });
        if (!handsOut) written.Add(($"{name}'s standard output", program.Output.Bytes));
        written.Add(($"{name}'s standard error", program.Error.Bytes));
    }

    /// <summary>Sends a signal.</summary>
    public void Send(RunningProgram program, Signal signal)
    {
        program.Send(signal);
        wasKilled |= signal == Signal.Kill;
    }

    /// <summary>Looks for secrets in what was written, and for processes that were left behind.</summary>
    public async Task JudgeAsync()
    {
        context.Stage.Tell();
        foreach (var (place, bytes) in written)
        {
            verdict.Add(failure, place, search.In(bytes));
            if (bytes.AsSpan().IndexOf("Unhandled exception"u8) >= 0 || bytes.AsSpan().IndexOf(Complaint) >= 0)
                verdict.Add(failure with { Place = place, What = Encoding.UTF8.GetString(bytes) });
        }

        var until = DateTime.UtcNow + LongestEnd;
        var left = Descendants.Of(mark);
        // Who is killed cannot see to its children.
        while (left.Count > 0 && !wasKilled && DateTime.UtcNow < until)
        {
            await Task.Delay(50);
            left = Descendants.Of(mark);
        }

        if (left.Count > 0 && !wasKilled)
            verdict.Add(failure with { Place = "processes", What = "still run: " + string.Join(", ", left.Select(process => process.Name)) });
        foreach (var (id, _) in left) Kill(id);
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // Ended meanwhile.
        }
    }
}
