using System.IO.Pipes;
using System.Text.Json;
using AssumeRole.Soak.Subject;

namespace AssumeRole.Soak.Processes;

/// <summary>The pwsh that is watched, and the pipe over which it is told what to do.</summary>
internal sealed class WatchedShell : IAsyncDisposable
{
    private readonly NamedPipeServerStream pipe;
    private readonly StreamReader reader;
    private readonly StreamWriter writer;

    private WatchedShell(RunningProgram program, NamedPipeServerStream pipe)
    {
        Program = program;
        this.pipe = pipe;
        reader = new StreamReader(pipe, leaveOpen: true);
        writer = new StreamWriter(pipe, leaveOpen: true) { AutoFlush = true };
    }

    public RunningProgram Program { get; }

    /// <summary>Starts it.</summary>
    public static async Task<WatchedShell> StartAsync(Installation installation, Folders folders)
    {
        var name = Path.Combine(folders.Root, "pipe");
        var pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        var program = RunningProgram.Start(
            installation.PowerShell.FileName,
            installation.PowerShell.With(
                "-NoProfile", "-NonInteractive", "-File", installation.SubjectScript, "-Library", installation.SubjectLibrary, "-PipeName", name),
            BaseEnvironment.Of(folders, "subject"),
            folders.Home);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        await pipe.WaitForConnectionAsync(patience.Token);
        return new WatchedShell(program, pipe);
    }

    /// <summary>Asks it to do something.</summary>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public async Task<Response> AskAsync(Request request)
    {
        // Beyond what the subject itself grants to a script and to its stop.
        var longest = TimeSpan.FromSeconds(480);
        await writer.WriteLineAsync(JsonSerializer.Serialize(request)).WaitAsync(longest);
        var line = await reader.ReadLineAsync().WaitAsync(longest)
            ?? throw new TimeoutException("pwsh ended by itself.");
        return JsonSerializer.Deserialize<Response>(line)!;
    }

    public async ValueTask DisposeAsync()
    {
        await pipe.DisposeAsync();
        await Program.WaitAsync(TimeSpan.FromSeconds(10));
        Program.Dispose();
    }
}
