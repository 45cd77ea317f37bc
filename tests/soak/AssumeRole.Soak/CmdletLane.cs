using System.Diagnostics;
using AssumeRole.Soak.Judging;
using AssumeRole.Soak.Leaks;
using AssumeRole.Soak.Operations;
using AssumeRole.Soak.Processes;
using AssumeRole.Soak.Subject;
using AssumeRole.Soak.Worlds;

namespace AssumeRole.Soak;

/// <summary>The operations of the module, one after the other in one pwsh that lives as long as the run.</summary>
internal sealed class CmdletLane(
    SoakOptions options, Installation installation, Folders folders, LeakSearch search, Verdict verdict, Counts counts)
{
    public const string Name = "cmdlets";
    private const int OperationsPerTranscript = 24;
    private const int OperationsPerSample = 6;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(60);

    private readonly WrittenFiles files = new([.. folders.Searched], search);
    private readonly HashSet<string> variablesSet = new(StringComparer.Ordinal);

    /// <summary>What pwsh held over time.</summary>
    public Levels Levels { get; } = new(options.Duration);

    /// <summary>Runs until it is cancelled: no operation is begun then.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = new Stage(Name, options, folders, search);
        await using var shell = await WatchedShell.StartAsync(installation, folders);
        var opened = -1;
        for (var number = options.Operations.Start.Value; options.Includes(number) && !cancellationToken.IsCancellationRequested; number++)
        {
            var changes = await stage.SetAsync(number);
            var draw = new Draw(options.Seed, Name, number);
            var context = new Context(draw, stage, folders, number, installation.Executable, installation.Module);
            var operation = PlantedOperations.Of(options.Plant, context) ?? CmdletOperations.Of(context);
            var failure = new Failure(Name, number, $"{operation.Name} [{changes}]", string.Empty, string.Empty);
            try
            {
                if (number / OperationsPerTranscript != opened)
                {
                    await OpenAsync(shell, number / OperationsPerTranscript, isFirst: opened < 0, failure);
                    opened = number / OperationsPerTranscript;
                }

                var since = Stopwatch.StartNew();
                var before = ProcessPicture.Of(shell.Program.Id).Handles.Count;
                await RunAsync(operation, shell, stage, failure);
                var after = ProcessPicture.Of(shell.Program.Id).Handles.Count;
                Levels.AddHandles(options.Plant == Plant.None ? Kind(operation) : operation.Name, after - before);
                if (since.Elapsed > Slow) options.Say($"slow: {Name} operation {number}: {since.Elapsed.TotalSeconds:0} s");
                var isSampled = number % (options.Plant == Plant.None ? OperationsPerSample : 2) == 0;
                if (isSampled || !options.Includes(number + 1)) await SampleAsync(shell, number, failure);
            }
            catch (TimeoutException error)
            {
                verdict.Add(failure with { Place = "pwsh", What = error.Message });
                return;
            }

            foreach (var defect in stage.Defects) verdict.Add(failure with { Place = "the sandbox", What = defect.ToString() });
            counts.Add(Name, Kind(operation), changes);
        }

        await SettleAsync(shell);
    }

    private static string Kind(Operation operation) => operation.Name.Split(' ', ':')[0];

    // One runspace for the whole run: PowerShell itself keeps half a megabyte of each in which something was formatted.
    private async Task OpenAsync(WatchedShell shell, int number, bool isFirst, Failure failure)
    {
        var opening = (isFirst ? CmdletOperations.Opening : CmdletOperations.NextTranscript)
            .Replace("MODULE", Context.Quote(installation.Module), StringComparison.Ordinal)
            .Replace("TRANSCRIPT", Context.Quote(Path.Combine(folders.Written, $"transcript-{number}.txt")), StringComparison.Ordinal);
        var response = await shell.AskAsync(new Request { NewRunspace = isFirst ? opening : null, Script = isFirst ? null : opening, Begin = true });
        if (response.State != "Completed")
            verdict.Add(failure with { Place = "the runspace", What = string.Join('\n', response.Streams.Select(stream => stream[1])) });
        // It was searched as it grew, and the one before is closed.
        Look(failure);
        File.Delete(Path.Combine(folders.Written, $"transcript-{number - 1}.txt"));
    }

    private async Task RunAsync(Operation operation, WatchedShell shell, Stage stage, Failure failure)
    {
        var environment = new Dictionary<string, string?>(stage.Variables(), StringComparer.Ordinal);
        foreach (var (name, value) in operation.Environment) environment[name] = value;
        foreach (var name in variablesSet.Where(name => !environment.ContainsKey(name)).ToArray()) environment[name] = null;
        variablesSet.UnionWith(environment.Keys);
        var given = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["code"] = stage.World.MfaCode,
            ["token"] = stage.World.WebIdentityToken,
        };
        await shell.AskAsync(new Request { Environment = environment, Begin = false });
        await shell.AskAsync(new Request { Begin = true });

        var written = new List<(string Stream, string Text)>();
        Response response = new();
        foreach (var step in operation.Steps.Append(new Step(Operation.Clean, Promise.None)))
        {
            response = await shell.AskAsync(new Request { Script = step.Script, StopAfter = step.StopAfter, Given = given });
            counts.AddEnd(response.State);
            written.AddRange(response.Streams.Select(stream => (stream[0], stream[1])));
            foreach (var secret in response.Learnt) search.Add(secret, "a token of an endpoint");
            Judge(step, response, failure);
        }

        // What no operation may leave behind, whatever it did before it was stopped.
        if (response.ChangedSinceBegin.Count > 0)
        {
            var names = string.Join(", ", response.ChangedSinceBegin);
            verdict.Add(failure with { Place = "the environment", What = "not as before: " + names });
        }

        stage.Tell();
        foreach (var stream in written.GroupBy(one => one.Stream, one => one.Text))
            verdict.Add(failure, $"the stream {stream.Key}", search.In(string.Join('\n', stream)));
        verdict.Add(failure, "pwsh's standard output", search.In(shell.Program.Output.Take(overlap: 4096)));
        verdict.Add(failure, "pwsh's standard error", search.In(shell.Program.Error.Take(overlap: 4096)));
        Look(failure);
        await JudgeListenersAsync(shell, failure);
        if (response.ChangedSinceBegin.Count > 0) await PutBackAsync(shell, response.ChangedSinceBegin);
    }

    private void Judge(Step step, Response response, Failure failure)
    {
        var hasFailed = response.State != "Stopped" && !response.Marks.Contains(Operation.Success);
        if (step.Promise == Promise.Kept || (step.Promise == Promise.KeptOnFailure && hasFailed))
        {
            if (response.Changed.Count > 0)
                verdict.Add(failure with { Place = "the environment", What = $"changed by {step.Script}: {string.Join(", ", response.Changed)}" });
        }

        if (response.State == "Hung")
            verdict.Add(failure with { Place = "pwsh", What = $"did not end within 240 s, or could not be stopped: {step.Script}{HeardBefore(response)}" });
        foreach (var exception in response.Unobserved)
            verdict.Add(failure with { Place = "a task", What = "exception unobserved: " + exception });
    }

    /// <summary>How far it got, for who looks for the reason.</summary>
    private string HeardBefore(Response response)
    {
        var last = response.Streams.Count == 0 ? string.Empty : response.Streams[^1][1];
        var shown = search.In(last).Count > 0 ? "a secret" : last[..Math.Min(last.Length, 300)];
        var counts = response.Streams.GroupBy(stream => stream[0]).Select(stream => $"{stream.Count()} {stream.Key}");
        return $"; heard before: {string.Join(", ", counts)}; last: {shown}";
    }

    private void Look(Failure failure)
    {
        foreach (var (path, leak) in files.Look())
            verdict.Add(failure, $"the file {Path.GetRelativePath(folders.Root, path)}", [leak]);
        // Looked at now, and a run of 30 minutes has thousands of them.
        foreach (var file in Directory.EnumerateFiles(folders.Written))
        {
            if (!Path.GetFileName(file).StartsWith("transcript", StringComparison.Ordinal)) File.Delete(file);
        }
    }

    private async Task JudgeListenersAsync(WatchedShell shell, Failure failure)
    {
        var until = DateTime.UtcNow + Settling;
        var ports = ProcessPicture.ListenersOf(shell.Program.Id);
        while (ports.Count > 0 && DateTime.UtcNow < until)
        {
            await Task.Delay(50);
            ports = ProcessPicture.ListenersOf(shell.Program.Id);
        }

        if (ports.Count > 0) verdict.Add(failure with { Place = "listeners", What = "still listens on " + string.Join(", ", ports) });
    }

    private static Task PutBackAsync(WatchedShell shell, IReadOnlyList<string> changed) => shell.AskAsync(new Request
    {
        Environment = changed.Where(change => change[0] == '+').ToDictionary(change => change[1..], _ => (string?)null),
    });

    private async Task SettleAsync(WatchedShell shell)
    {
        var since = Stopwatch.StartNew();
        var sockets = ProcessPicture.Of(shell.Program.Id).Sockets;
        for (; !Levels.IsSettled(sockets) && since.Elapsed < options.Settling; sockets = ProcessPicture.Of(shell.Program.Id).Sockets)
            await Task.Delay(500);
        Levels.SocketsInTheEnd = sockets;
        options.Say($"{sockets} sockets in the end, after {since.Elapsed.TotalSeconds:0} s.");
    }

    private async Task SampleAsync(WatchedShell shell, int number, Failure failure)
    {
        var response = await shell.AskAsync(new Request { Collect = true });
        foreach (var exception in response.Unobserved)
            verdict.Add(failure with { Place = "a task", What = "exception unobserved, of this operation or one shortly before: " + exception });
        Levels.Add(new Sample(number, ProcessPicture.Of(shell.Program.Id), response.Heap));
    }
}
