using AssumeRole.Credentials;
using AssumeRole.Endpoint;
using AssumeRole.Findings;

namespace AssumeRole.Serving.Tests.Endpoint;

/// <summary>A session that a test renews or takes away.</summary>
internal sealed class FakeSession(string name = "deploy") : IRefreshingSession
{
    private int asked;

    public SessionCredentials? Latest { get; set; } = Sample.Session(name);

    public Finding? LastFailure { get; set; }

    /// <summary>What a request waits for before it gets its answer.</summary>
    public Task Pending { get; set; } = Task.CompletedTask;

    /// <summary>How often it was asked for.</summary>
    public int Asked => Volatile.Read(ref asked);

    public async Task<SessionCredentials> GetAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref asked);
        await Pending.WaitAsync(cancellationToken);
        return LastFailure is null ? Latest! : throw new AssumeRoleException(LastFailure);
    }

    public void Fail(FindingKind kind) => (Latest, LastFailure) = (null, kind.For("role", "Seen."));
}
