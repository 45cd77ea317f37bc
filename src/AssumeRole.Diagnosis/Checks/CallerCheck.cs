using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Sts;

namespace AssumeRole.Checks;

internal sealed class CallerCheck(SessionIssuer issuer, TimeProvider time)
{
    public async Task<CallerCheckResult> CheckAsync(SessionRequest request, SourceCredentials start, CancellationToken cancellationToken)
    {
        StsEndpoint? endpoint = null;
        CallerIdentity? caller = null;
        TimeSpan? ahead = null;
        var step = await new StepTimer(time).RunAsync(ChainStepName.CallerIdentity, start.Origin, async () =>
        {
            endpoint = await issuer.ResolveEndpointAsync(request, cancellationToken).ConfigureAwait(false);
            var place = $"{endpoint}, region {endpoint.Region}{(endpoint.RegionOrigin.Length == 0 ? string.Empty : $" from {endpoint.RegionOrigin}")}";
            if (start.Keys is not { } keys) return $"A web identity token has no identity in AWS before the first hop. {place}.";
            try
            {
                caller = await issuer.Sts.GetCallerIdentityAsync(keys, endpoint, cancellationToken).ConfigureAwait(false);
            }
            catch (StsException error)
            {
                throw new AssumeRoleException(Explain(error.Fault, start, endpoint), error);
            }

            var partition = caller.Arn.Split(':') is ["arn", var named, ..] ? named : "unknown";
            ahead = time.GetUtcNow() - caller.ServerTime;
            var clock = ahead is { } difference ? $", clock {difference.TotalSeconds:+0;-0;0} s" : string.Empty;
            var tls = caller.Tls is { } session ? $", {session}" : string.Empty;
            return $"{caller.Arn}, account {caller.Account}, partition {partition}, {place}{clock}{tls}.";
        }).ConfigureAwait(false);
        if (ahead is not { } off || off.Duration() < ClockDifference.Noteworthy) return new CallerCheckResult([step], caller, endpoint);
        var evidence = $"It is {ClockDifference.Describe(off)} of STS's ({off.TotalSeconds:+0;-0} s).";
        var finding = FindingCatalogue.ClockOffset.For("clock", evidence);
        var warning = ChainStep.Warned(ChainStepName.CallerIdentity, finding);
        return new CallerCheckResult([step, warning], caller, endpoint);
    }

    private static Finding Explain(StsFault fault, SourceCredentials start, StsEndpoint endpoint)
    {
        var evidence = fault.ToString().TrimEnd('.') + ".";
        if (fault.Code.Length == 0) evidence = $"{endpoint}: {evidence}";
        var remedy = ClockDifference.Read(fault.Message) is { } ahead
            ? $"This machine's clock is {ClockDifference.Describe(ahead)}. {fault.Kind.Remedy}"
            : null;
        return fault.Kind.For(start.Origin, evidence, remedy: remedy);
    }
}

/// <param name="Caller">The identity; null if STS did not return it or the caller has only a web identity token.</param>
internal sealed record CallerCheckResult(IReadOnlyList<ChainStep> Steps, CallerIdentity? Caller, StsEndpoint? Endpoint);
