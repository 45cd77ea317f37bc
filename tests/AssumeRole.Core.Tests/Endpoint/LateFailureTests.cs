using AssumeRole.Credentials;
using AssumeRole.Endpoint;
using AssumeRole.Findings;

namespace AssumeRole.Core.Tests.Endpoint;

/// <summary>A session that fails when its client has long been told to come again.</summary>
public sealed class LateFailureTests : ServerTest
{
    private const string Mark = "late-failure-of-this-test";

    [Fact]
    public async Task A_failure_that_nobody_waits_for_is_no_unobserved_exception()
    {
        var unobserved = 0;
        void Note(object? sender, UnobservedTaskExceptionEventArgs seen)
        {
            if (seen.Exception.ToString().Contains(Mark, StringComparison.Ordinal)) Interlocked.Increment(ref unobserved);
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            var asked = await AskAndFailAsync();
            for (var time = 0; asked.IsAlive && time < 100; time++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            Assert.False(asked.IsAlive);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        Assert.Equal(0, unobserved);
    }

    /// <summary>A weak reference to what failed.</summary>
    private async Task<WeakReference> AskAndFailAsync()
    {
        var session = new LateSession();
        // The clock goes on while the answer is sent: a client that is slow to take it is another matter.
        await StartAsync(
            new() { Bounds = new CredentialServerOptions().Bounds with { SendTimeout = Timeout.InfiniteTimeSpan } },
            CredentialRoute.Container("deploy", session));
        var pending = GetAsync(Server.Addresses[0]);
        while (!session.IsAsked) await Task.Yield();
        while (!pending.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(503, (await pending).Status);
        return session.Fail(FindingCatalogue.StsUnreachable.Error("role", Mark));
    }

    private sealed class LateSession : IRenewedSession
    {
        private volatile TaskCompletionSource<SessionCredentials>? answer;

        public bool IsAsked => answer is not null;

        public SessionCredentials? Latest => null;

        public Finding? LastFailure => null;

        public Task<SessionCredentials> GetAsync(CancellationToken cancellationToken) => (answer = new()).Task;

        public WeakReference Fail(AssumeRoleException error)
        {
            var failed = answer!;
            answer = null;
            failed.SetException(error);
            return new WeakReference(failed.Task, trackResurrection: true);
        }
    }
}
