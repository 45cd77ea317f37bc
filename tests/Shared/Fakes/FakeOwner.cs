using AssumeRole.Sessions;

namespace AssumeRole.Testing;

internal sealed class FakeOwner : IEnvironmentOwner
{
    public bool IsAlive { get; set; } = true;
}
