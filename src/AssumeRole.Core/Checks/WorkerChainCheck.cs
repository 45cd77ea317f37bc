using System.Runtime.CompilerServices;
using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Metadata;
using AssumeRole.Roles;
using AssumeRole.Sessions;
using AssumeRole.Sts;

namespace AssumeRole.Checks;

/// <summary>
/// Walks the chain from the worker's identity to a role and reports every link. A broken link ends the walk; the links behind it
/// are reported as skipped.
/// </summary>
/// <param name="issuer">The operation whose links are checked.</param>
/// <param name="time">The clock for durations.</param>
public sealed class WorkerChainCheck(SessionIssuer issuer, TimeProvider time)
{
    /// <summary>Reports a chain that could not even be planned, so that a wrong ARN is a finding like any other.</summary>
    public static IReadOnlyList<ChainStep> ReportUnplanned(Finding finding) => [ChainStep.Failed(ChainStepName.Hop, finding, TimeSpan.Zero)];

    /// <summary>Walks, reporting each link as soon as it is known.</summary>
    /// <param name="request">The chain. The cache is not used: the links themselves are wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<ChainStep> WalkAsync(
        SessionRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var walk = new Walk();
        walk.Chain = issuer.ResolveChain(request);
        var baseStep = await FindConfiguredBaseAsync(walk, request, cancellationToken).ConfigureAwait(false);
        if (baseStep is not null)
        {
            yield return baseStep;
        }
        else
        {
            yield return await TryAsync(walk, ChainStepName.Metadata, issuer.Metadata.Endpoint.ToString(), async () =>
            {
                await issuer.Metadata.AuthorizeAsync(cancellationToken).ConfigureAwait(false);
                return "The IMDSv2 token was issued.";
            }).ConfigureAwait(false);
            var reader = new InstanceRoleReader(issuer.Metadata);
            yield return await TryAsync(walk, ChainStepName.InstanceRole, "iam/security-credentials", async () =>
            {
                var name = await reader.ReadNameAsync(cancellationToken).ConfigureAwait(false);
                walk.Start = await reader.ReadCredentialsAsync(name, cancellationToken).ConfigureAwait(false);
                return walk.Start.Expiration is { } end
                    ? $"Role {name}, until {SessionVariables.FormatExpiration(end)}."
                    : $"Role {name}.";
            }).ConfigureAwait(false);
        }

        yield return await TryAsync(walk, ChainStepName.CallerIdentity, walk.Start?.Origin ?? string.Empty, async () =>
        {
            walk.Endpoint = await issuer.ResolveEndpointAsync(request, cancellationToken).ConfigureAwait(false);
            if (walk.Start!.Keys is not { } keys) return "A web identity token has no identity in AWS before the first hop.";
            var caller = await issuer.Sts.GetCallerIdentityAsync(keys, walk.Endpoint, cancellationToken).ConfigureAwait(false);
            walk.Caller = caller.Arn;
            return $"{caller.Arn}, account {caller.Account}, {walk.Endpoint}, region {walk.Endpoint.Region}.";
        }).ConfigureAwait(false);

        foreach (var hop in walk.Chain.Hops)
        {
            yield return await TryAsync(walk, ChainStepName.Hop, hop.Role.ToString(), async () =>
            {
                var session = await issuer.Walker.AssumeAsync(
                    hop, walk.Keys, walk.Caller ?? walk.Start!.Origin, walk.Endpoint!, cancellationToken).ConfigureAwait(false);
                (walk.Keys, walk.Caller) = (session.ToKeys(), session.AssumedRoleArn);
                return $"{session}, request id {session.RequestId}.";
            }).ConfigureAwait(false);
        }
    }

    /// <summary>The step for a base identity that is not the instance's, or null if the instance's role is what the chain starts from.</summary>
    private async Task<ChainStep?> FindConfiguredBaseAsync(Walk walk, SessionRequest request, CancellationToken cancellationToken)
    {
        if (request.Base.Source == CredentialSource.Instance) return null;
        var step = await TryAsync(walk, ChainStepName.BaseCredentials, request.Base.Source.ToString(), async () =>
        {
            walk.Start = await issuer.FindConfiguredBaseAsync(request, walk.Chain!, cancellationToken).ConfigureAwait(false);
            return $"From {walk.Start?.Origin}.";
        }).ConfigureAwait(false);
        return walk.Start is null && walk.BrokenAt is null ? null : step;
    }

    private async Task<ChainStep> TryAsync(Walk walk, string step, string target, Func<Task<string>> check)
    {
        if (walk.BrokenAt is { } broken) return ChainStep.Skipped(step, target, $"Not tried: {broken} failed.");
        var started = time.GetTimestamp();
        try
        {
            var evidence = await check().ConfigureAwait(false);
            return ChainStep.Passed(step, target, time.GetElapsedTime(started), evidence);
        }
        catch (AssumeRoleException error)
        {
            walk.BrokenAt = step;
            return ChainStep.Failed(step, error.Finding, time.GetElapsedTime(started));
        }
        catch (StsException error)
        {
            walk.BrokenAt = step;
            return ChainStep.Failed(step, error.Fault.Kind.For(target, error.Fault.ToString()), time.GetElapsedTime(started));
        }
    }

    /// <summary>How far the walk has come.</summary>
    private sealed class Walk
    {
        private AwsKeys? keys;

        public string? BrokenAt { get; set; }

        public RoleChain? Chain { get; set; }

        public BaseCredentials? Start { get; set; }

        public StsEndpoint? Endpoint { get; set; }

        public string? Caller { get; set; }

        public AwsKeys? Keys
        {
            get => keys ?? Start?.Keys;
            set => keys = value;
        }
    }
}
