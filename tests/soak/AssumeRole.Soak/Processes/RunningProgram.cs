using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace AssumeRole.Soak.Processes;

/// <summary>A program that was started with an environment of its own, and what it writes.</summary>
internal sealed partial class RunningProgram : IDisposable
{
    private readonly Process process;
    private readonly Captured output;
    private readonly Captured error;

    private RunningProgram(Process process)
    {
        this.process = process;
        output = new Captured(process.StandardOutput.BaseStream);
        error = new Captured(process.StandardError.BaseStream);
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    public Captured Output => output;

    public Captured Error => error;

    public string OutputText => Encoding.UTF8.GetString(output.Bytes);

    /// <summary>Starts it.</summary>
    /// <param name="file">The program.</param>
    /// <param name="words">Its arguments.</param>
    /// <param name="environment">Its whole environment.</param>
    /// <param name="folder">Where it runs.</param>
    public static RunningProgram Start(
        string file, IEnumerable<string> words, IReadOnlyDictionary<string, string> environment, string folder)
    {
        var start = new ProcessStartInfo(file, words)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new RunningProgram(process);
    }

    /// <summary>Sends a signal; false if the process is no more.</summary>
    public bool Send(Signal signal) => !process.HasExited && Kill(process.Id, (int)signal) == 0;

    /// <summary>Waits until it ends, or a time has passed.</summary>
    /// <returns>Whether it ended.</returns>
    public async Task<bool> WaitAsync(TimeSpan time)
    {
        using var patience = new CancellationTokenSource(time);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            // A grandchild may hold the pipes open: that is found elsewhere.
            await Task.WhenAll(output.Ended, error.Ended).WaitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return process.HasExited;
        }
    }

    /// <summary>Waits until it wrote a text, ended, or a time has passed.</summary>
    /// <returns>Whether it wrote the text.</returns>
    public async Task<bool> WaitForAsync(string text, TimeSpan time)
    {
        var since = Stopwatch.StartNew();
        while (since.Elapsed < time)
        {
            if (OutputText.Contains(text, StringComparison.Ordinal)) return true;
            if (process.HasExited) return OutputText.Contains(text, StringComparison.Ordinal);
            await Task.Delay(10);
        }

        return false;
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
