using AssumeRole.Sandbox;

namespace AssumeRole.Core.Tests.Sandbox;

internal sealed class FakeSandbox(int port = 40001) : IRoleSandbox
{
    public bool IsStopped { get; private set; }

    public Uri Endpoint { get; } = new($"http://127.0.0.1:{port}");

    public string Region => "eu-west-1";

    public string? InstanceRoleArn => null;

    public IReadOnlyList<string> RoleArns => [];

    public ValueTask DisposeAsync()
    {
        IsStopped = true;
        return ValueTask.CompletedTask;
    }
}
