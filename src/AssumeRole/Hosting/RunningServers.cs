using AssumeRole.Endpoint;

namespace AssumeRole.Hosting;

/// <summary>The credential servers of this process: like <see cref="ProcessState"/>, they belong to all its runspaces.</summary>
internal static class RunningServers
{
    public static RoleServers All { get; } = new();
}
