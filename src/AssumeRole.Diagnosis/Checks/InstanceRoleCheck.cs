using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Metadata;
using AssumeRole.Sessions;

namespace AssumeRole.Checks;

/// <summary>Checks that the instance has a role and that its credentials still live.</summary>
/// <param name="metadata">The client, with the token of <see cref="MetadataCheck"/>.</param>
/// <param name="time">The clock for durations. Expiry is measured by the service's clock: this machine's may be wrong.</param>
public sealed class InstanceRoleCheck(InstanceMetadataClient metadata, TimeProvider time)
{
    /// <summary>New credentials are there five minutes before the old ones end (EC2 guide, "IAM roles for Amazon EC2").</summary>
    private static readonly TimeSpan RenewalMargin = TimeSpan.FromMinutes(5);

    /// <summary>Reads the role and its credentials.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<InstanceRoleCheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var reader = new InstanceRoleReader(metadata);
        try
        {
            var name = await reader.ReadNameAsync(cancellationToken).ConfigureAwait(false);
            var credentials = await reader.ReadCredentialsAsync(name, cancellationToken).ConfigureAwait(false);
            return Judge(name, credentials, time.GetElapsedTime(started));
        }
        catch (AssumeRoleException error)
        {
            return new InstanceRoleCheckResult(
                ChainStep.Failed(ChainStepName.InstanceRole, error.Finding, time.GetElapsedTime(started)), null);
        }
    }

    private InstanceRoleCheckResult Judge(string name, BaseCredentials credentials, TimeSpan duration)
    {
        var evidence = credentials.Expiration is { } expiration
            ? $"Role {name}, until {SessionVariables.FormatExpiration(expiration)}."
            : $"Role {name}.";
        var now = metadata.ServiceTime;
        if (credentials.Expiration is not { } end || end - now >= RenewalMargin)
            return new(ChainStep.Passed(ChainStepName.InstanceRole, "iam/security-credentials", duration, evidence), credentials);

        var seen = $"{evidence} By the metadata service's clock it is {SessionVariables.FormatExpiration(now)}.";
        if (end > now)
        {
            var soon = FindingCatalogue.InstanceRoleExpiring.For(name, seen);
            return new(ChainStep.Found(ChainStepName.InstanceRole, ChainStepStatus.Warning, soon, duration), credentials);
        }

        var ended = FindingCatalogue.CredentialsExpired.For(
            name,
            seen,
            cause: "The credentials of the instance's role have ended, and there are no new ones.",
            remedy: "Check that the role still exists and trusts ec2.amazonaws.com, then wait a few minutes. If a metadata proxy stands "
                + "in between, restart it: it may keep old credentials.");
        return new(ChainStep.Failed(ChainStepName.InstanceRole, ended, duration), null);
    }
}
