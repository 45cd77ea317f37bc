using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Checks;

/// <param name="detailed">Whether further calls to STS may narrow down the cause.</param>
internal sealed class HopCheck(SessionIssuer issuer, bool detailed, TimeProvider time)
{
    /// <summary>The packed size of session policy and tags, in percent of AWS's limit, from which a warning is shown.</summary>
    private const int NearLimitPercent = 90;

    /// <param name="keys">The keys that sign the call, or null for a web identity.</param>
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
            var unexpected = FindingCatalogue.IdentityUnexpected.For(
                target, $"Asked for {expected}, got {session.AssumedRoleArn}, request id {session.RequestId}.");
            return new HopCheckResult([ChainStep.Failed(ChainStepName.Hop, unexpected, elapsed)], null);
        }

        var packed = session.PackedPolicyPercent is { } percent ? $", session policy and tags fill {percent} %" : string.Empty;
        var passed = ChainStep.Passed(ChainStepName.Hop, target, $"{session}{packed}, request id {session.RequestId}.", elapsed);
        if (session.PackedPolicyPercent is not >= NearLimitPercent) return new HopCheckResult([passed], session);
        var finding = FindingCatalogue.PackedPolicyNearLimit.For(target, $"They fill {session.PackedPolicyPercent} %.");
        return new HopCheckResult([passed, ChainStep.Warned(ChainStepName.Hop, finding)], session);
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
                var isAllowed = await IsAllowedAsync(without, keys, endpoint, cancellationToken).ConfigureAwait(false);
                if (isAllowed == true)
                {
                    candidates = DenialDiagnosis.Settle(causes, name, hop);
                    break;
                }

                if (isAllowed == false) candidates = DenialDiagnosis.Clear(candidates, causes, name);
            }

            finding = HopFault.Deny(candidates, $"{finding.Evidence}{CountOf(calls)}", hop, caller);
        }

        // The candidates carry the other remedies.
        if (!candidates[0].IsCertain) finding = finding with { Remedy = $"Check the candidates in their order. First: {candidates[0].Remedy}" };
        return new HopCheckResult(
            [ChainStep.Failed(ChainStepName.Hop, finding, time.GetElapsedTime(started)) with { Candidates = candidates }], null);
    }

    /// <summary>The same request without its optional fields. An MFA code is valid for one call only, so a hop with MFA has none.</summary>
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

    /// <summary>Assumes a role to learn whether AWS allows it, and drops the session. Null if STS gives no answer to that.</summary>
    public async Task<bool?> IsAllowedAsync(RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            await issuer.Sts.AssumeRoleAsync(request, keys, endpoint, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (StsException error)
        {
            return error.Fault.Kind.Id == nameof(FindingCatalogue.AssumeDenied) ? false : null;
        }
    }

    private static string CountOf(int calls) => calls switch
    {
        0 => string.Empty,
        1 => " STS was asked once more.",
        _ => $" STS was asked {calls} times more.",
    };
}

internal sealed record HopCheckResult(IReadOnlyList<ChainStep> Steps, SessionCredentials? Session);
