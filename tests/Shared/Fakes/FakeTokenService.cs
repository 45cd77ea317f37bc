using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Testing;

/// <summary>An STS that grants everything, except for the faults that stand in its queue, and records every call.</summary>
internal sealed class FakeTokenService : ISecurityTokenService
{
    private readonly Queue<StsFault> faults = new();

    /// <summary>A call; without a request it was GetCallerIdentity.</summary>
    public sealed record Call(RoleRequest? Request, AwsKeys? Keys, StsEndpoint Endpoint);

    public List<Call> Calls { get; } = [];

    /// <summary>The time that the next answers carry.</summary>
    public DateTimeOffset? ServerTime { get; set; }

    /// <summary>The identity that the next sessions have instead of the one asked for, or null.</summary>
    public string? RenameTo { get; set; }

    /// <summary>How full the next sessions are.</summary>
    public int? PackedPolicyPercent { get; set; }

    /// <summary>The access key id of the session that answers a request.</summary>
    public Func<RoleRequest, string>? Name { get; set; }

    /// <summary>Decides a call that no fault in the queue is for.</summary>
    public Func<RoleRequest, StsFault?> Decide { get; set; } = _ => null;

    /// <summary>The roles asked for, in order.</summary>
    public IEnumerable<string> Roles => Calls.Where(call => call.Request is not null).Select(call => call.Request!.Role.Name);

    /// <summary>Lets the next call that has no fault yet fail.</summary>
    public void Fail(StsFault fault) => faults.Enqueue(fault);

    public Task<SessionCredentials> AssumeRoleAsync(
        RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        return Record(new Call(request, keys, endpoint)) is { } fault
            ? Task.FromException<SessionCredentials>(new StsException(fault))
            : Task.FromResult(Sample.Session(request.Role.Name) with
            {
                RoleArn = request.Role.ToString(),
                AssumedRoleArn = RenameTo ?? $"arn:aws:sts::{request.Role.Account}:assumed-role/{request.Role.Name}/{request.SessionName}",
                RoleSessionName = request.SessionName,
                PackedPolicyPercent = PackedPolicyPercent,
                AccessKeyId = Name?.Invoke(request) ?? Sample.Session(request.Role.Name).AccessKeyId,
            });
    }

    public Task<CallerIdentity> GetCallerIdentityAsync(AwsKeys keys, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        return Record(new Call(null, keys, endpoint)) is { } fault
            ? Task.FromException<CallerIdentity>(new StsException(fault))
            : Task.FromResult(new CallerIdentity("111111111111", "arn:aws:sts::111111111111:assumed-role/worker/i-1", "AROA:i-1") { ServerTime = ServerTime });
    }

    private StsFault? Record(Call call)
    {
        lock (faults)
        {
            Calls.Add(call);
            return faults.TryDequeue(out var fault) ? fault : call.Request is { } request ? Decide(request) : null;
        }
    }
}
