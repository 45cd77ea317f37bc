using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Metadata;
using AssumeRole.Sts;

namespace AssumeRole.Checks;

/// <summary>Checks that the instance metadata service issues a token. The client keeps the token for the reads that follow.</summary>
internal sealed class MetadataCheck(InstanceMetadataClient metadata, TimeProvider time)
{
    private const string RegionPath = "latest/meta-data/placement/region";

    /// <param name="detailed">Whether to send a request without a token as well, to see whether IMDSv1 is open.</param>
    public async Task<MetadataCheckResult> CheckAsync(bool detailed, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var diagnosis = await metadata.Probe.ProbeAsync(detailed, cancellationToken).ConfigureAwait(false);
        var duration = time.GetElapsedTime(started);
        if (diagnosis.Finding is { } finding)
        {
            var status = finding.Id == nameof(FindingCatalogue.MetadataSilent) ? ChainStepStatus.Indeterminate : ChainStepStatus.Failed;
            return new MetadataCheckResult([ChainStep.Found(ChainStepName.Metadata, status, finding, duration)], diagnosis);
        }

        metadata.UseToken(diagnosis.Token!);
        var step = ChainStep.Passed(ChainStepName.Metadata, metadata.Endpoint.WithoutSecrets(), diagnosis.Evidence, duration);
        return detailed && diagnosis.Version1Open == true
            ? new MetadataCheckResult([step, await WarnAsync(diagnosis, cancellationToken).ConfigureAwait(false)], diagnosis)
            : new MetadataCheckResult([step], diagnosis);
    }

    private async Task<ChainStep> WarnAsync(MetadataDiagnosis diagnosis, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var region = await FindRegionAsync(cancellationToken).ConfigureAwait(false);
        var command = MetadataText.Modify(diagnosis.InstanceId, region, "--http-tokens required --http-endpoint enabled");
        var finding = FindingCatalogue.MetadataVersion1Open.For(
            metadata.Endpoint.WithoutSecrets(),
            "A GET without a token was answered with 200.",
            remedy: $"Require tokens: {command}. "
                + (diagnosis.InstanceId is null ? MetadataText.WhereIdIs + " " : string.Empty)
                + "See first in CloudWatch that MetadataNoToken stays at zero otherwise: what still asks without a token stops working.");
        return ChainStep.Warned(ChainStepName.Metadata, finding, time.GetElapsedTime(started));
    }

    private async Task<string?> FindRegionAsync(CancellationToken cancellationToken)
    {
        try
        {
            var region = await metadata.GetAsync(RegionPath, cancellationToken).ConfigureAwait(false);
            return region is not null && StsEndpointResolver.IsRegion(region) ? region : null;
        }
        catch (AssumeRoleException)
        {
            // The command works without a region.
            return null;
        }
    }
}

internal sealed record MetadataCheckResult(IReadOnlyList<ChainStep> Steps, MetadataDiagnosis Diagnosis)
{
    public bool IsUsable => Diagnosis.Token is not null;
}

/// <param name="metadata">The client, whose clock measures expiry: this machine's clock may be wrong.</param>
internal sealed class InstanceRoleCheck(
    InstanceMetadataClient metadata, Func<CancellationToken, Task<SourceCredentials>> resolve, TimeProvider time)
{
    public const string Target = "iam/security-credentials";

    /// <summary>New credentials are available five minutes before the old ones expire (EC2 guide, "IAM roles for Amazon EC2").</summary>
    private static readonly TimeSpan RenewalMargin = TimeSpan.FromMinutes(5);

    public async Task<InstanceRoleCheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var credentials = await resolve(cancellationToken).ConfigureAwait(false);
            return Judge(credentials, time.GetElapsedTime(started));
        }
        catch (AssumeRoleException error)
        {
            return new(ChainStep.Failed(ChainStepName.InstanceRole, error.Finding, time.GetElapsedTime(started)), null);
        }
    }

    private InstanceRoleCheckResult Judge(SourceCredentials credentials, TimeSpan duration)
    {
        // The origin is "instance role" and the name, which has no space.
        var name = credentials.Origin.Split(' ')[^1];
        var evidence = credentials.Expiration is { } expiration
            ? $"Role {name}, until {SessionCredentials.FormatExpiration(expiration)}."
            : $"Role {name}.";
        var now = metadata.ServiceTime;
        if (credentials.Expiration is not { } end || end - now >= RenewalMargin)
            return new(ChainStep.Passed(ChainStepName.InstanceRole, Target, evidence, duration), credentials);

        var seen = $"{evidence} By the metadata service's clock it is {SessionCredentials.FormatExpiration(now)}.";
        if (end > now)
        {
            var soon = FindingCatalogue.InstanceRoleExpiring.For(name, seen);
            return new(ChainStep.Warned(ChainStepName.InstanceRole, soon, duration), credentials);
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

internal sealed record InstanceRoleCheckResult(ChainStep Step, SourceCredentials? Credentials);
