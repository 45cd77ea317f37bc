using System.Collections.Concurrent;
using System.Management.Automation;
using AssumeRole.Chains;
using AssumeRole.Endpoint;
using AssumeRole.Hosting;
using AssumeRole.Sessions;

namespace AssumeRole.Cmdlets;

/// <summary>
/// A cmdlet whose work is asynchronous. PowerShell's streams may be written on the pipeline thread only, so work on other threads
/// posts to it, and it runs what is posted while it waits.
/// </summary>
public abstract class AsyncCmdlet : StoppingCmdlet, IDisposable
{
    /// <summary>How many lines of work beside the pipeline may wait for it. A script block may keep it for hours.</summary>
    private const int MostPosted = 1000;

    private readonly CancellationTokenSource stopping = new();

    // Never disposed: a session that another cmdlet waits for too may still post after this one was stopped.
    private readonly BlockingCollection<Action> posts = [];
    private int lost;

    /// <summary>Cancelled by Ctrl+C, a stopped pipeline or the end of the cmdlet.</summary>
    internal CancellationToken StopToken => stopping.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs an action on the pipeline thread the next time that it waits.</summary>
    internal void Post(Action action) => posts.Add(action, CancellationToken.None);

    /// <summary>Posts an event of a server as a verbose line. What is beyond the bound is lost and counted.</summary>
    private protected void PostVerbose(ServerEvent happened)
    {
        if (posts.Count < MostPosted) Post(() => WriteVerbose(happened.ToJson()));
        else Interlocked.Increment(ref lost);
    }

    /// <summary>Waits for asynchronous work, running what is posted meanwhile. On Ctrl+C the work is cancelled and awaited.</summary>
    private protected T Await<T>(Func<CancellationToken, Task<T>> work)
    {
        try
        {
            var task = work(StopToken);
            return task.IsCompleted && posts.Count == 0 ? task.GetAwaiter().GetResult() : Pump(task);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private T Pump<T>(Task<T> task)
    {
        if (!task.IsCompleted)
        {
            _ = task.ContinueWith(
                _ => Post(static () => { }), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        try
        {
            PumpUntil(() => task.IsCompleted);
            PumpPosted();
        }
        catch
        {
            // What is posted writes, and that ends in an exception once the pipeline stops. The work uses what the caller disposes of.
            stopping.Cancel();
            Abandon(task);
            throw;
        }

        return task.GetAwaiter().GetResult();
    }

    /// <summary>Waits for cancelled work to end, and disposes of what it started.</summary>
    private static void Abandon<T>(Task<T> task) => Task.Run(async () =>
    {
        await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (task is { IsCompletedSuccessfully: true, Result: IAsyncDisposable started })
            await started.DisposeAsync().ConfigureAwait(false);
    }).GetAwaiter().GetResult();

    /// <summary>Runs what is posted until a condition holds; something must be posted when it comes to hold.</summary>
    private protected void PumpUntil(Func<bool> done)
    {
        while (!done()) posts.Take(CancellationToken.None)();
    }

    /// <summary>Runs what is posted by now.</summary>
    private protected void PumpPosted()
    {
        while (posts.TryTake(out var action)) action();
        if (Interlocked.Exchange(ref lost, 0) is > 0 and var count) WriteVerbose(ServerEvent.OfLoss(TimeProvider.System.GetUtcNow(), count).ToJson());
    }

    /// <summary>The operation that gets sessions, with this cmdlet's streams. To be disposed by the caller.</summary>
    private protected SessionIssuer CreateIssuer() => new(
        AwsLibrary.Open(),
        ProcessState.Environment,
        ProcessState.Cache,
        new HostTokenCodePrompt(this),
        IsVerbose ? line => Post(() => WriteVerbose(line)) : static _ => { },
        TimeProvider.System);

    /// <summary>Whether anybody would see a verbose line. To post one wakes the pipeline's thread.</summary>
    private protected bool IsVerbose =>
        MyInvocation.BoundParameters.ContainsKey("Verbose")
        || GetVariableValue("VerbosePreference") is not ActionPreference.SilentlyContinue and not ActionPreference.Ignore;

    /// <summary>Writes a line that a task's log shows, as Write-Host would; 6&gt;$null silences it.</summary>
    private protected void WriteHostLine(string text) =>
        WriteInformation(new HostInformationMessage { Message = PlainText.CleanLines(text) }, ["PSHOST"]);

    /// <inheritdoc/>
    protected override void StopProcessing() => stopping.Cancel();

    /// <summary>Cancels what still runs.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        stopping.Cancel();
        stopping.Dispose();
    }
}
