using AssumeRole.Credentials;
using AssumeRole.Profiles;
using AssumeRole.Roles;
using AssumeRole.Sources;

namespace AssumeRole.Testing;

/// <summary>Grants the roles that sources are configured with, and records who asked for what.</summary>
internal sealed class FakeRoleSessions : IRoleSessionSource
{
    public sealed record Call(RoleRequest Request, AwsKeys? Keys, string? Profile);

    public List<Call> Calls { get; } = [];

    public Task<SessionCredentials> AssumeAsync(
        RoleRequest request, AwsKeys? keys, AwsProfile? profile, CancellationToken cancellationToken)
    {
        Calls.Add(new Call(request, keys, profile?.Name));
        return Task.FromResult(Sample.Session(request.Role.Name));
    }
}
