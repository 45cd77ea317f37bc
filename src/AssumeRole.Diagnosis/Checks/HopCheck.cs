using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Checks;

/// <summary>Assumes one role and says what came out, or why nothing did.</summary>
/// <param name="issuer">The operation whose links are checked.</param>
/// <param name="detailed">Whether STS may be asked further to find out more.</param>
/// <param name="time">The clock for durations.</param>
internal sealed class HopCheck(SessionIssuer issuer, bool detailed, TimeProvider time)
{
    /// <summary>From how full on the packed policy is worth a warning.</summary>
    private const int NearLimitPercent = 90;

    /// <summary>Walks one hop.</summary>
    /// <param name="hop">The role.</param>
    /// <param name="keys">What signs the call, or null for a web identity.</param>
    /// <param name="caller">The caller's ARN, or other words for it.</param>
    /// <param name="endpoint">Where to ask.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<HopCheckResult> CheckAsync(
        RoleRequest hop, AwsKeys? keys, string caller, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var session = await issuer.Walker.AssumeAsync(hop, keys, caller, endpoint, cancellationToken).ConfigureAwait(false);
            return Judge(hop, session, time.GetElapsedTime(started));
        }
        catch (AssumeRoleException error)
        {
            var elapsed = time.GetElapsedTime(started);
            if (error.InnerException is not StsException { Fault: var fault } || error.Finding.Id != nameof(FindingCatalogue.AssumeDenied))
                return new HopCheckResult([ChainStep.Failed(ChainStepName.Hop, error.Finding, elapsed)], null);
            return await DiagnoseAsync(hop, keys, caller, endpoint, fault, error.Finding, started, cancellationToken).ConfigureAwait(false);
        }
    }

    private static HopCheckResult Judge(RoleRequest hop, SessionCredentials session, TimeSpan elapsed)
    {
        var target = hop.Role.ToString();
        var expected = $"arn:{hop.Role.Partition}:sts::{hop.Role.Account}:assumed-role/{hop.Role.Name}/{hop.SessionName}";
        if (session.AssumedRoleArn != expected)
        {
            return new HopCheckResult(
                [ChainStep.Failed(
                    ChainStepName.Hop,
                    FindingCatalogue.IdentityUnexpected.For(target, $"Asked for {expected}, got {session.AssumedRoleArn}, request id {session.RequestId}."),
                    elapsed)],
                null);
        }

        var packed = session.PackedPolicyPercent is { } percent ? $", session policy and tags fill {percent} %" : string.Empty;
        var passed = ChainStep.Passed(ChainStepName.Hop, target, elapsed, $"{session}{packed}, request id {session.RequestId}.");
        return session.PackedPolicyPercent >= NearLimitPercent
            ? new HopCheckResult(
                [
                    passed,
                    ChainStep.Found(
                        ChainStepName.Hop,
                        ChainStepStatus.Warning,
                        FindingCatalogue.PackedPolicyNearLimit.For(target, $"They fill {session.PackedPolicyPercent} %."),
                        TimeSpan.Zero),
                ],
                session)
            : new HopCheckResult([passed], session);
    }

    private async Task<HopCheckResult> DiagnoseAsync(
        RoleRequest hop, AwsKeys? keys, string caller, StsEndpoint endpoint, StsFault fault, Finding finding, long started,
        CancellationToken cancellationToken)
    {
        var candidates = DenialDiagnosis.Rank(fault, hop, caller);
        if (detailed && !candidates[0].IsCertain)
        {
            var calls = 0;
            foreach (var (causes, name, without) in Reductions(hop))
            {
                calls++;
                var answer = await AskAsync(without, keys, endpoint, cancellationToken).ConfigureAwait(false);
                if (answer == HopAnswer.Given)
                {
                    candidates = DenialDiagnosis.Settle(causes, name, hop);
                    break;
                }

                if (answer == HopAnswer.Denied) candidates = DenialDiagnosis.Clear(candidates, causes, name);
            }

            finding = HopFault.Deny(candidates, $"{finding.Evidence}{CountOf(calls)}", hop, caller);
        }

        // The candidates carry the other remedies.
        if (!candidates[0].IsCertain) finding = finding with { Remedy = $"Check the candidates in their order. First: {candidates[0].Remedy}" };
        return new HopCheckResult(
            [ChainStep.Failed(ChainStepName.Hop, finding, time.GetElapsedTime(started)) with { Candidates = candidates }], null);
    }

    /// <summary>The same request without what it can do without. An MFA code is good for one call only, so such a hop has none.</summary>
    private static IEnumerable<(DenialCause[] Causes, string Name, RoleRequest Without)> Reductions(RoleRequest hop)
    {
        if (hop.Mfa is not null) yield break;
        var withoutTags = hop with { Tags = [], TransitiveTagKeys = [] };
        if (hop.Tags.Count > 0) yield return ([DenialCause.SessionTags], "the tags", withoutTags);
        if (hop.SourceIdentity is not null)
            yield return ([DenialCause.SourceIdentity], "the source identity", hop with { SourceIdentity = null });
        if (hop.SourceIdentity is not null && hop.Tags.Count > 0)
            yield return (
                [DenialCause.SessionTags, DenialCause.SourceIdentity],
                "the tags and the source identity",
                withoutTags with { SourceIdentity = null });
    }

    /// <summary>Asks for a role to learn whether AWS gives it; a session that comes is dropped at once.</summary>
    public async Task<HopAnswer> AskAsync(RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            await issuer.Sts.AssumeRoleAsync(request, keys, endpoint, cancellationToken).ConfigureAwait(false);
            return HopAnswer.Given;
        }
        catch (StsException error)
        {
            return error.Fault.Kind.Id == nameof(FindingCatalogue.AssumeDenied) ? HopAnswer.Denied : HopAnswer.None;
        }
    }

    private static string CountOf(int calls) => calls switch
    {
        0 => string.Empty,
        1 => " STS was asked once more.",
        _ => $" STS was asked {calls} times more.",
    };
}
