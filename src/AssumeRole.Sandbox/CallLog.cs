using System.Collections.Immutable;

namespace AssumeRole.Sandbox;

/// <summary>The requests handled so far, in order of their end.</summary>
internal sealed class CallLog
{
    private ImmutableList<SandboxCall> calls = [];

    public IReadOnlyList<SandboxCall> Calls => Volatile.Read(ref calls);

    public void Add(SandboxCall call) => ImmutableInterlocked.Update(ref calls, static (list, added) => list.Add(added), call);
}
