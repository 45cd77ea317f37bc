using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Checks;

/// <summary>Finds, with -Detailed, settings that work but are unsafe.</summary>
internal sealed class SafetyCheck(HopCheck hops, TimeProvider time)
{
    private const int LongSeconds = 3600;

    public static IEnumerable<ChainStep> CheckWorker(SourceCredentials start, MachineFacts machine)
    {
        // ADR003: any process on the machine can get the instance's credentials, from any container.
        if (start.Source != CredentialSource.Instance || machine.Container is not { } sign) yield break;
        var finding = FindingCatalogue.WorkerRoleShared.For(start.Origin, $"The metadata service gave it to this container ({sign}).");
        yield return ChainStep.Warned(ChainStepName.Safety, finding);
    }

    public async Task<IReadOnlyList<ChainStep>> CheckHopAsync(
        RoleRequest hop, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        var target = hop.Role.ToString();
        var steps = new List<ChainStep>();
        if (hop.Duration is { Seconds: > LongSeconds and var seconds })
            steps.Add(ChainStep.Warned(ChainStepName.Safety, FindingCatalogue.SessionLong.For(target, $"{seconds} seconds were asked for.")));
        // An MFA code is valid for one call only, and the hop has used it.
        if (hop.ExternalId is null || hop.Mfa is not null) return steps;
        var started = time.GetTimestamp();
        var isAllowed = await hops.IsAllowedAsync(hop with { ExternalId = null }, keys, endpoint, cancellationToken).ConfigureAwait(false);
        var elapsed = time.GetElapsedTime(started);
        steps.Add(isAllowed switch
        {
            true => ChainStep.Warned(
                ChainStepName.Safety,
                FindingCatalogue.ExternalIdNotEnforced.For(
                    target, "The same call without the external id gave the role, too. STS was asked once more."),
                elapsed),
            false => ChainStep.Passed(
                ChainStepName.Safety, target, "Without the external id AWS denies the role. STS was asked once more.", elapsed),
            null => ChainStep.Skipped(
                ChainStepName.Safety, target, "STS did not answer the call without the external id, so it is open whether the role asks for it."),
        });
        return steps;
    }
}
