using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Sts;

namespace AssumeRole.Checks;

/// <summary>Asks STS who the caller is, and compares the clocks.</summary>
internal sealed class CallerCheck(SessionIssuer issuer, TimeProvider time)
{
    /// <summary>The row of the caller's identity, and a warning about the clock if it is off.</summary>
    /// <param name="request">Where the chain starts.</param>
    /// <param name="start">The identity to start from.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<CallerCheckResult> CheckAsync(SessionRequest request, BaseCredentials start, CancellationToken cancellationToken)
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
            return $"{caller.Arn}, account {caller.Account}, partition {partition}, {place}{clock}.";
        }).ConfigureAwait(false);
        return ahead is { } off && off.Duration() >= ClockDifference.Noteworthy
            ? new CallerCheckResult(
                [
                    step,
                    ChainStep.Found(
                        ChainStepName.CallerIdentity,
                        ChainStepStatus.Warning,
                        FindingCatalogue.ClockOffset.For("clock", $"It is {ClockDifference.Describe(off)} of STS's ({off.TotalSeconds:+0;-0} s)."),
                        TimeSpan.Zero),
                ],
                caller,
                endpoint)
            : new CallerCheckResult([step], caller, endpoint);
    }

    private static Finding Explain(StsFault fault, BaseCredentials start, StsEndpoint endpoint)
    {
        var evidence = fault.ToString().TrimEnd('.') + ".";
        if (fault.Kind.Id == nameof(FindingCatalogue.StsUnreachable)) evidence = $"{endpoint}: {evidence}";
        var remedy = ClockDifference.Read(fault.Message) is { } ahead
            ? $"This machine's clock is {ClockDifference.Describe(ahead)}. {fault.Kind.Remedy}"
            : null;
        return fault.Kind.For(start.Origin, evidence, remedy: remedy);
    }
}
