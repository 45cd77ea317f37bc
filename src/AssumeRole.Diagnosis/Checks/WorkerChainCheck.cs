using System.Runtime.CompilerServices;
using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Sessions;
using AssumeRole.Sts;

namespace AssumeRole.Checks;

/// <summary>
/// Walks the chain from the worker's identity to one role or several and reports every link. A broken link ends the walk; the
/// links behind it are reported as skipped, with the reason.
/// </summary>
/// <param name="issuer">The operation whose links are checked.</param>
/// <param name="time">The clock.</param>
public sealed class WorkerChainCheck(SessionIssuer issuer, TimeProvider time)
{
    /// <summary>The row of a chain that could not even be tried.</summary>
    public static ChainStep Untried(Finding finding) => ChainStep.Failed(ChainStepName.Hop, finding, TimeSpan.Zero);

    /// <summary>Walks, reporting each link as soon as it is known.</summary>
    /// <param name="request">The chains. The cache is not used: the links themselves are wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<ChainStep> WalkAsync(
        ChainCheckRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var walk = new Walk();
        foreach (var step in new EnvironmentCheck(issuer.Variables, time).Check(request, issuer.Metadata.Endpoint)) yield return step;
        await foreach (var step in FindStartAsync(walk, request, cancellationToken).ConfigureAwait(false)) yield return walk.Note(step);

        if (walk.Start is { } start)
        {
            var caller = await new CallerCheck(issuer, time).CheckAsync(request.Chains[0], start, cancellationToken).ConfigureAwait(false);
            (walk.Endpoint, walk.Caller) = (caller.Endpoint, caller.Caller?.Arn ?? start.Origin);
            foreach (var step in caller.Steps) yield return walk.Note(step);
            if (request.Detailed)
                foreach (var step in SafetyCheck.CheckWorker(start, request.Machine)) yield return step;
        }
        else
        {
            yield return walk.Skip(ChainStepName.CallerIdentity, string.Empty);
        }

        foreach (var chain in request.Chains)
        {
            await foreach (var step in WalkChainAsync(walk, chain, request.Detailed, cancellationToken).ConfigureAwait(false))
                yield return step with { Chain = chain.Chain.Target.Role.ToString() };
        }
    }

    private async IAsyncEnumerable<ChainStep> FindStartAsync(
        Walk walk, ChainCheckRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = request.Chains[0];
        var timer = new StepTimer(time);
        if (first.Base.Source != CredentialSource.Instance)
        {
            var step = await timer.RunAsync(ChainStepName.BaseCredentials, first.Base.Source.ToString(), async () =>
            {
                walk.Start = await issuer.FindConfiguredBaseAsync(first, issuer.ResolveChain(first), cancellationToken).ConfigureAwait(false);
                return $"From {walk.Start?.Origin}{Until(walk.Start?.Expiration)}.";
            }).ConfigureAwait(false);
            if (walk.Start is not null || step.Status != ChainStepStatus.Passed)
            {
                yield return step;
                yield break;
            }
        }

        var metadata = await new MetadataCheck(issuer.Metadata, time).CheckAsync(request.Detailed, cancellationToken).ConfigureAwait(false);
        foreach (var step in metadata.Steps) yield return step;
        if (!metadata.IsUsable)
        {
            yield return ChainStep.Skipped(
                ChainStepName.InstanceRole, "iam/security-credentials", $"Not tried: {ChainStepName.Metadata} failed.");
            yield break;
        }

        var role = await new InstanceRoleCheck(issuer.Metadata, time).CheckAsync(cancellationToken).ConfigureAwait(false);
        yield return role.Step;
        walk.Start = role.Credentials;
    }

    private async IAsyncEnumerable<ChainStep> WalkChainAsync(
        Walk walk, SessionRequest request, bool detailed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hops = new HopCheck(issuer, detailed, time);
        var safety = new SafetyCheck(hops, time);
        var chain = issuer.ResolveChain(request);
        var (keys, caller, passed) = (walk.Start?.Keys, walk.Caller, string.Empty);
        var broken = walk.BrokenAt;
        foreach (var hop in chain.Hops)
        {
            if (broken is not null || walk.Endpoint is not { } endpoint)
            {
                yield return ChainStep.Skipped(ChainStepName.Hop, hop.Role.ToString(), $"Not tried: {broken} failed.");
                continue;
            }

            // Several targets often share their way: a role on it is assumed once.
            passed += $" {hop.Role}";
            var isTarget = ReferenceEquals(hop, chain.Target);
            if (!isTarget && walk.Sessions.TryGetValue(passed, out var known))
            {
                (keys, caller) = (known.ToKeys(), known.AssumedRoleArn);
                yield return ChainStep.Passed(ChainStepName.Hop, hop.Role.ToString(), TimeSpan.Zero, $"{known}, as above.");
                continue;
            }

            var result = await hops.CheckAsync(hop, keys, caller, endpoint, cancellationToken).ConfigureAwait(false);
            foreach (var step in result.Steps) yield return step;
            if (result.Session is not { } session)
            {
                broken = ChainStepName.Hop;
                continue;
            }

            if (detailed)
                foreach (var step in await safety.CheckHopAsync(hop, keys, endpoint, cancellationToken).ConfigureAwait(false)) yield return step;
            if (!isTarget) walk.Sessions[passed] = session;
            (keys, caller) = (session.ToKeys(), session.AssumedRoleArn);
        }
    }

    private static string Until(DateTime? end) => end is { } time ? $", until {SessionVariables.FormatExpiration(time)}" : string.Empty;

    /// <summary>How far the walk has come.</summary>
    private sealed class Walk
    {
        public string? BrokenAt { get; private set; }

        public BaseCredentials? Start { get; set; }

        public StsEndpoint? Endpoint { get; set; }

        public string Caller { get; set; } = string.Empty;

        /// <summary>The sessions of roles on the way, by the ARNs that lead to them.</summary>
        public Dictionary<string, SessionCredentials> Sessions { get; } = new(StringComparer.Ordinal);

        public ChainStep Note(ChainStep step)
        {
            if (step.Status.IsBroken()) BrokenAt ??= step.Step;
            return step;
        }

        public ChainStep Skip(string step, string target) => ChainStep.Skipped(step, target, $"Not tried: {BrokenAt} failed.");
    }
}
