using AssumeRole.Sessions;

namespace AssumeRole.Core.Tests;

internal sealed class FakeOwner : IEnvironmentOwner
{
    public bool IsAlive { get; set; } = true;
}
