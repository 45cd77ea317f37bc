using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Checks;

/// <summary>Looks, with -Detailed, for what works and should be changed all the same.</summary>
/// <param name="hops">Asks STS further.</param>
/// <param name="time">The clock for durations.</param>
internal sealed class SafetyCheck(HopCheck hops, TimeProvider time)
{
    private const int LongSeconds = 3600;

    /// <summary>What concerns the worker.</summary>
    /// <param name="start">The identity that the chains start from.</param>
    /// <param name="machine">What kind of machine this is.</param>
    public static IEnumerable<ChainStep> CheckWorker(BaseCredentials start, MachineFacts machine)
    {
        // ADR003: any process on the machine can get the instance's credentials, whichever container it is in.
        if (start.Source != CredentialSource.Instance || machine.Container is not { } sign) yield break;
        yield return Warn(
            FindingCatalogue.WorkerRoleShared.For(start.Origin, $"The metadata service gave it to this container ({sign}).", null), TimeSpan.Zero);
    }

    /// <summary>What concerns a hop that held.</summary>
    /// <param name="hop">The role.</param>
    /// <param name="keys">What signs the call, or null for a web identity.</param>
    /// <param name="endpoint">Where to ask.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<ChainStep>> CheckHopAsync(
        RoleRequest hop, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        var target = hop.Role.ToString();
        var steps = new List<ChainStep>();
        if (hop.Duration is { Seconds: > LongSeconds and var seconds })
            steps.Add(Warn(FindingCatalogue.SessionLong.For(target, $"{seconds} seconds were asked for."), TimeSpan.Zero));
        // An MFA code is good for one call only, and the hop has used it.
        if (hop.ExternalId is null || hop.Mfa is not null) return steps;
        var started = time.GetTimestamp();
        var answer = await hops.AskAsync(hop with { ExternalId = null }, keys, endpoint, cancellationToken).ConfigureAwait(false);
        if (answer == HopAnswer.Given)
        {
            steps.Add(Warn(
                FindingCatalogue.ExternalIdNotEnforced.For(target, "The same call without the external id gave the role, too. STS was asked once more."),
                time.GetElapsedTime(started)));
        }
        else if (answer == HopAnswer.Denied)
        {
            steps.Add(ChainStep.Passed(
                ChainStepName.Safety, target, time.GetElapsedTime(started), "Without the external id AWS denies the role. STS was asked once more."));
        }

        else
        {
            steps.Add(ChainStep.Skipped(
                ChainStepName.Safety, target, "STS did not answer the call without the external id, so it is open whether the role asks for it."));
        }

        return steps;
    }

    private static ChainStep Warn(Finding finding, TimeSpan elapsed) =>
        ChainStep.Found(ChainStepName.Safety, ChainStepStatus.Warning, finding, elapsed);
}
