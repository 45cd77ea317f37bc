using AssumeRole.Credentials;
using AssumeRole.Profiles;
using AssumeRole.Roles;

namespace AssumeRole.Sources;

/// <summary>Assumes the role that a source itself is configured with, before any hop that the user asked for.</summary>
internal interface IRoleSessionSource
{
    /// <param name="request">The source's role.</param>
    /// <param name="keys">What signs the call; null for a web identity.</param>
    /// <param name="profile">The profile whose region and endpoint count, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<SessionCredentials> AssumeAsync(
        RoleRequest request, AwsKeys? keys, AwsProfile? profile, CancellationToken cancellationToken);
}
