using System.Diagnostics;
using System.Runtime.CompilerServices;
using AssumeRole.Credentials;
using AssumeRole.Endpoint;
using AssumeRole.Findings;

namespace AssumeRole.Serving.Tests.Endpoint;

/// <summary>A session that fails when its client has long been told to come again.</summary>
public sealed class LateFailureTests : ServerTest
{
    private const string Mark = "late-failure-of-this-test";
    private const string ControlMark = "control-of-this-test";

    [Fact]
    public async Task A_failure_that_nobody_waits_for_is_no_unobserved_exception()
    {
        var (unobserved, controls) = (0, 0);
        void Note(object? sender, UnobservedTaskExceptionEventArgs seen)
        {
            var text = seen.Exception.ToString();
            if (text.Contains(Mark, StringComparison.Ordinal)) Interlocked.Increment(ref unobserved);
            if (text.Contains(ControlMark, StringComparison.Ordinal)) Interlocked.Increment(ref controls);
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await AskAndFailAsync();
            // .NET says that nobody looked at a task when it collects it. It collects this one, which fails later, no earlier.
            LeaveAFailure();
            for (var started = Stopwatch.GetTimestamp(); Volatile.Read(ref controls) == 0 && Stopwatch.GetElapsedTime(started) < Patience.Limit;)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        Assert.Equal((0, 1), (unobserved, controls));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LeaveAFailure() => _ = Task.FromException(FindingCatalogue.StsUnreachable.Error("role", ControlMark));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task AskAndFailAsync()
    {
        var session = new LateSession();
        // The clock goes on while the answer is sent: a client that is slow to take it is another matter.
        await StartAsync(
            new() { Bounds = new CredentialServerOptions().Bounds with { SendTimeout = Timeout.InfiniteTimeSpan } },
            CredentialRoute.Container("deploy", session));
        var pending = GetAsync(Server.Addresses[0]);
        await session.Asked.WaitAsync(Patience.Limit);
        await Patience.AdvanceUntilAsync(Time, pending, TimeSpan.FromSeconds(1));
        Assert.Equal(503, (await pending).Status);
        session.Fail(FindingCatalogue.StsUnreachable.Error("role", Mark));
    }

    private sealed class LateSession : IRefreshingSession
    {
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource<SessionCredentials>? answer;

        public Task Asked => asked.Task;

        public SessionCredentials? Latest => null;

        public Finding? LastFailure => null;

        public Task<SessionCredentials> GetAsync(CancellationToken cancellationToken)
        {
            answer = new();
            asked.TrySetResult();
            return answer.Task;
        }

        public void Fail(AssumeRoleException error)
        {
            answer!.SetException(error);
            answer = null;
        }
    }
}
