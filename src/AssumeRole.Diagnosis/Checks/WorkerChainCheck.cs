using System.Runtime.CompilerServices;
using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Sources;
using AssumeRole.Sts;

namespace AssumeRole.Checks;

/// <summary>Reports every link from the worker's identity to roles. Links behind a broken one are reported as skipped.</summary>
internal sealed class WorkerChainCheck(SessionIssuer issuer, TimeProvider time)
{
    public static ChainStep Untried(Finding finding) => ChainStep.Failed(ChainStepName.Hop, finding);

    /// <summary>Walks, and returns each step as soon as it is known. The session cache is not used.</summary>
    public async IAsyncEnumerable<ChainStep> WalkAsync(
        ChainCheckRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var walk = new Walk();
        foreach (var step in new EnvironmentCheck(issuer.Variables, issuer.Profiles, time).Check(request, issuer.Metadata.Endpoint)) yield return step;
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
            yield return ChainStep.Skipped(ChainStepName.CallerIdentity, string.Empty, $"Not tried: {walk.BrokenAt} failed.");
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
        if (first.Selection.Source != CredentialSource.Instance)
        {
            var step = await new StepTimer(time).RunAsync(ChainStepName.BaseCredentials, first.Selection.Source.ToString(), async () =>
            {
                var chain = issuer.ResolveChain(first);
                walk.Start = await issuer.FindConfiguredSourceAsync(first, chain, cancellationToken).ConfigureAwait(false);
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
                ChainStepName.InstanceRole, InstanceRoleCheck.Target, $"Not tried: {ChainStepName.Metadata} failed.");
            yield break;
        }

        var instance = first.SourceRequest with { Selection = new SourceSelection(CredentialSource.Instance) };
        var check = new InstanceRoleCheck(issuer.Metadata, token => issuer.ResolveSourceAsync(instance, token), time);
        var role = await check.CheckAsync(cancellationToken).ConfigureAwait(false);
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
                yield return ChainStep.Passed(ChainStepName.Hop, hop.Role.ToString(), $"{known}, as above.");
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

    private static string Until(DateTime? end) => end is { } time ? $", until {SessionCredentials.FormatExpiration(time)}" : string.Empty;

    private sealed class Walk
    {
        public string? BrokenAt { get; private set; }

        public SourceCredentials? Start { get; set; }

        public StsEndpoint? Endpoint { get; set; }

        public string Caller { get; set; } = string.Empty;

        /// <summary>The sessions of roles on the way, by the ARNs that lead to them.</summary>
        public Dictionary<string, SessionCredentials> Sessions { get; } = new(StringComparer.Ordinal);

        public ChainStep Note(ChainStep step)
        {
            if (step.Status.IsBroken()) BrokenAt ??= step.Step;
            return step;
        }
    }
}

/// <param name="Chains">One request for each target; all start from the same identity and use the same STS endpoint.</param>
internal sealed record ChainCheckRequest(IReadOnlyList<SessionRequest> Chains)
{
    /// <summary>Sends a metadata request without a token, and further STS calls, with no value that the caller did not give.</summary>
    public bool Detailed { get; init; }

    /// <summary>Whether PowerShell holds credentials for AWS.Tools ($StoredAWSCredentials).</summary>
    public bool HasStoredCredentials { get; init; }

    public required MachineFacts Machine { get; init; }
}

internal sealed record CheckPlan<T>(IReadOnlyList<T> Chains, IReadOnlyList<ChainStep> Unplanned)
{
    /// <summary>Plans a chain to each role. A wrong ARN becomes a step, and the other roles are still checked.</summary>
    /// <param name="roleArns">The roles; none means the role in aws_assume_role_arn.</param>
    public static CheckPlan<T> For(IReadOnlyList<string>? roleArns, Func<string?, T> plan)
    {
        var chains = new List<T>();
        var unplanned = new List<ChainStep>();
        foreach (var role in roleArns is { Count: > 0 } ? roleArns : [null!])
        {
            try
            {
                chains.Add(plan(role));
            }
            catch (AssumeRoleException error)
            {
                unplanned.Add(WorkerChainCheck.Untried(error.Finding) with { Chain = role ?? string.Empty });
            }
        }

        return new CheckPlan<T>(chains, unplanned);
    }
}

internal sealed class StepTimer(TimeProvider time)
{
    /// <param name="work">Returns the evidence, or throws a finding.</param>
    public async Task<ChainStep> RunAsync(string step, string target, Func<Task<string>> work)
    {
        var started = time.GetTimestamp();
        try
        {
            var evidence = await work().ConfigureAwait(false);
            return ChainStep.Passed(step, target, evidence, time.GetElapsedTime(started));
        }
        catch (AssumeRoleException error)
        {
            return ChainStep.Failed(step, error.Finding, time.GetElapsedTime(started));
        }
        catch (StsException error)
        {
            return ChainStep.Failed(step, error.Fault.Kind.For(target, error.Fault.ToString()), time.GetElapsedTime(started));
        }
    }
}
