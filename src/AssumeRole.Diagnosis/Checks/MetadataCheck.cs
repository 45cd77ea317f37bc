using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Metadata;

namespace AssumeRole.Checks;

/// <summary>Checks that the instance metadata service gives a token, and leaves the token to the client for the reads behind it.</summary>
/// <param name="metadata">The client.</param>
/// <param name="time">The clock for durations.</param>
public sealed class MetadataCheck(InstanceMetadataClient metadata, TimeProvider time)
{
    private const string RegionPath = "latest/meta-data/placement/region";

    /// <summary>Probes.</summary>
    /// <param name="detailed">Whether to ask without a token as well, to see whether IMDSv1 is open.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<MetadataCheckResult> CheckAsync(bool detailed, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var diagnosis = await metadata.Probe.ProbeAsync(detailed, cancellationToken).ConfigureAwait(false);
        var duration = time.GetElapsedTime(started);
        if (diagnosis.Finding is { } finding)
        {
            var status = diagnosis.Verdict == MetadataVerdict.Silent ? ChainStepStatus.Indeterminate : ChainStepStatus.Failed;
            return new MetadataCheckResult([ChainStep.Found(ChainStepName.Metadata, status, finding, duration)], diagnosis);
        }

        metadata.UseToken(diagnosis.Token!);
        var step = ChainStep.Passed(ChainStepName.Metadata, metadata.Endpoint.WithoutSecrets(), duration, diagnosis.Evidence);
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
        return ChainStep.Found(ChainStepName.Metadata, ChainStepStatus.Warning, finding, time.GetElapsedTime(started));
    }

    private async Task<string?> FindRegionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return MetadataText.ReadRegion(await metadata.GetAsync(RegionPath, cancellationToken).ConfigureAwait(false));
        }
        catch (AssumeRoleException)
        {
            // The command does without: the region is a convenience.
            return null;
        }
    }
}
