using System.Diagnostics;
using AssumeRole.Testing;

namespace AssumeRole.Cli.Tests.Running;

/// <summary>A process under way, with a bound on everything that waits for it.</summary>
internal sealed class RunningProcess : IDisposable
{
    private readonly CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly string name;
    private readonly Process process;
    private readonly Task<string> error;

    public RunningProcess(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string folder, string input = "")
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        name = string.Join(' ', arguments.Prepend(file));
        limit.CancelAfter(Patience.Limit);
        process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        error = process.StandardError.ReadToEndAsync(limit.Token);
    }

    /// <summary>The next line of standard output, or null at its end.</summary>
    public Task<string?> ReadLineAsync() => EndAsync(process.StandardOutput.ReadLineAsync(limit.Token).AsTask());

    /// <summary>Sends a signal by name, such as TERM.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {process.Id}"]);
        await Patience.EndAsync(kill);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Ends it at once; one that has ended meanwhile is left as it is.</summary>
    public void Kill() => process.Kill();

    /// <summary>Waits for the end.</summary>
    public async Task<Run> EndAsync()
    {
        var output = await EndAsync(process.StandardOutput.ReadToEndAsync(limit.Token));
        var said = await EndAsync(error);
        await Patience.EndAsync(process, name);
        return new Run(process.ExitCode, output, said);
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
        limit.Dispose();
    }

    private async Task<T> EndAsync<T>(Task<T> pending)
    {
        try
        {
            return await pending;
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Not within {Patience.Limit.TotalSeconds} s: {name}");
        }
    }
}
