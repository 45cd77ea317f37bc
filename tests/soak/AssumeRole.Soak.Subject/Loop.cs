using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Management.Automation.Runspaces;
using System.Text.Json;

namespace AssumeRole.Soak.Subject;

/// <summary>What runs in the pwsh that is watched: reads a request a line from a pipe, does it, and answers with a line.</summary>
public sealed class Loop
{
    private readonly ConcurrentQueue<string> unobserved = new();
    private readonly Notebook notebook = new();
    private Runspace? runspace;
    private EnvironmentPicture begin = new();

    private Loop()
    {
    }

    /// <summary>Runs until the pipe is closed.</summary>
    public static void Run(string pipeName)
    {
        using var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.InOut);
        pipe.Connect(TimeSpan.FromSeconds(120));
        using var reader = new StreamReader(pipe, leaveOpen: true);
        using var writer = new StreamWriter(pipe, leaveOpen: true) { AutoFlush = true };
        var loop = new Loop();
        TaskScheduler.UnobservedTaskException += (_, unseen) => loop.unobserved.Enqueue(unseen.Exception.ToString());
        while (reader.ReadLine() is { } line)
            writer.WriteLine(JsonSerializer.Serialize(loop.Answer(JsonSerializer.Deserialize<Request>(line)!)));
        loop.runspace?.Dispose();
    }

    private Response Answer(Request request)
    {
        foreach (var (name, value) in request.Environment) Environment.SetEnvironmentVariable(name, value);
        if (request.Begin) begin = new EnvironmentPicture();
        if (request.NewRunspace is { } first)
        {
            runspace?.Dispose();
            runspace = RunspaceFactory.CreateRunspace();
            runspace.Open();
            runspace.SessionStateProxy.SetVariable("soak", notebook);
            var opened = Step(new Request { Script = first });
            if (opened.State != "Completed") return opened;
        }

        var response = request.Script is null ? new Response() : Step(request);
        if (request.Collect)
        {
            PowerShellCaches.Forget();
            for (var time = 0; time < 3; time++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            response = response with { Heap = GC.GetTotalMemory(forceFullCollection: true) };
        }

        var exceptions = new List<string>();
        while (unobserved.TryDequeue(out var exception)) exceptions.Add(exception);
        return response with { Unobserved = exceptions };
    }

    private Response Step(Request request)
    {
        notebook.Begin(request.Given);
        var before = new EnvironmentPicture();
        var response = ScriptRun.Run(runspace!, request);
        var after = new EnvironmentPicture();
        return notebook.End(response with { Changed = before.ChangedIn(after), ChangedSinceBegin = begin.ChangedIn(after) });
    }
}
