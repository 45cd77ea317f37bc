using AssumeRole.Credentials;
using AssumeRole.Roles;

namespace AssumeRole.Sts;

/// <summary>The port to AWS STS. An adapter makes exactly one request a call; retrying is <see cref="RetryingTokenService"/>'s.</summary>
public interface ISecurityTokenService
{
    /// <summary>Makes one sts:AssumeRole, or sts:AssumeRoleWithWebIdentity if the request has a web identity.</summary>
    /// <param name="request">The checked request.</param>
    /// <param name="keys">What signs it; null only for a web identity.</param>
    /// <param name="endpoint">Where to send it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StsException">STS refused, or could not be reached.</exception>
    Task<SessionCredentials> AssumeRoleAsync(
        RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken);

    /// <summary>Makes one sts:GetCallerIdentity.</summary>
    /// <inheritdoc cref="AssumeRoleAsync"/>
    Task<CallerIdentity> GetCallerIdentityAsync(AwsKeys keys, StsEndpoint endpoint, CancellationToken cancellationToken);
}

/// <summary>Who signed a request, as sts:GetCallerIdentity says.</summary>
/// <param name="Account">The twelve digits of the account.</param>
/// <param name="Arn">The user's or session's ARN.</param>
/// <param name="UserId">AWS's unique id.</param>
public sealed record CallerIdentity(string Account, string Arn, string UserId)
{
    /// <summary>What time STS had when it answered, from the Date header (whole seconds); null if it sent none.</summary>
    public DateTimeOffset? ServerTime { get; init; }
}
