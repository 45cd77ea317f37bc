using System.Collections.Immutable;

namespace AssumeRole.Sandbox.Protocol;

/// <summary>A handled request, without secrets.</summary>
/// <param name="Service">sts, imds, secretsmanager or ssm.</param>
/// <param name="Action">The action; for the metadata service method and path.</param>
/// <param name="CallerArn">Null if the caller is not known.</param>
/// <param name="Parameters">The parameters of STS without tokens and codes, or the name of the secret.</param>
/// <param name="StatusCode">0 if there was no answer.</param>
internal sealed record SandboxCall(
    string Service,
    string Action,
    string? CallerArn,
    IReadOnlyDictionary<string, string> Parameters,
    int StatusCode,
    string? ErrorCode);

/// <summary>The requests handled so far, in the order in which they ended.</summary>
internal sealed class CallLog
{
    private ImmutableList<SandboxCall> calls = [];

    public IReadOnlyList<SandboxCall> Calls => Volatile.Read(ref calls);

    public void Add(SandboxCall call) => ImmutableInterlocked.Update(ref calls, static (list, added) => list.Add(added), call);
}
