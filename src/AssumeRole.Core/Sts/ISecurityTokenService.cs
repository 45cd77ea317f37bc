using AssumeRole.Connections;
using AssumeRole.Credentials;
using AssumeRole.Roles;

namespace AssumeRole.Sts;

/// <summary>The port to AWS STS. An adapter makes exactly one request a call; retrying is <see cref="RetryingTokenService"/>'s.</summary>
public interface ISecurityTokenService
{
    /// <summary>Makes one sts:AssumeRole, or sts:AssumeRoleWithWebIdentity, for which the keys are null. Throws StsException.</summary>
    Task<SessionCredentials> AssumeRoleAsync(
        RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken);

    /// <summary>Makes one sts:GetCallerIdentity. Throws StsException.</summary>
    Task<CallerIdentity> GetCallerIdentityAsync(AwsKeys keys, StsEndpoint endpoint, CancellationToken cancellationToken);
}

/// <summary>The identity that signed a request, as sts:GetCallerIdentity says.</summary>
public sealed record CallerIdentity(string Account, string Arn, string UserId)
{
    /// <summary>What time STS had when it answered, from the Date header (whole seconds); null if it sent none.</summary>
    public DateTimeOffset? ServerTime { get; init; }

    internal TlsSession? Tls { get; init; }
}
