namespace AssumeRole.Sandbox;

/// <summary>A running sandbox: STS, IMDSv2 and two secret stores on one loopback port. Disposing it stops it.</summary>
internal interface IRoleSandbox : IAsyncDisposable
{
    /// <summary>The address of all services, for example http://127.0.0.1:40001.</summary>
    Uri Endpoint { get; }

    string Region { get; }

    /// <summary>The role of the instance; null if the world gives it none.</summary>
    string? InstanceRoleArn { get; }

    IReadOnlyList<string> RoleArns { get; }
}

/// <summary>The port through which a front door starts a sandbox without a reference to its assembly.</summary>
internal interface IRoleSandboxFactory
{
    Task<IRoleSandbox> StartAsync(RoleSandboxOptions options, CancellationToken cancellationToken);
}

/// <param name="WorldPath">A JSON world file, or null for the built-in world.</param>
/// <param name="Port">The loopback port, 0 for any free one.</param>
internal sealed record RoleSandboxOptions(string? WorldPath = null, int Port = 0);

/// <summary>What Start-RoleSandbox shows of the sandbox.</summary>
public sealed record RoleSandboxInfo(Uri Endpoint, string Region, string? InstanceRoleArn, IReadOnlyList<string> RoleArns);
