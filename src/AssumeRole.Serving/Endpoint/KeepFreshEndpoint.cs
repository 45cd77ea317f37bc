using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Profiles;
using AssumeRole.Sessions;

namespace AssumeRole.Endpoint;

/// <summary>
/// One role behind a private endpoint for as long as a block or a program needs it. Every renewal walks the whole chain from the source
/// credentials as they are then: the instance's own keys are renewed, too.
/// </summary>
internal sealed class KeepFreshEndpoint(RefreshingSession session, CredentialServer server) : IAsyncDisposable
{
    public CredentialAddress Address => server.Addresses[0];

    public SessionCredentials Session => session.Latest!;

    /// <summary>Gets the first session and starts to serve it. Throws RenewalImpossible, or why there is no first session.</summary>
    public static async Task<KeepFreshEndpoint> StartAsync(
        SessionRequest request, Func<SessionIssuer> createIssuer, TimeProvider time, Action<ServerEvent> log, CancellationToken cancellationToken)
    {
        RenewalRules.Check(request);
        var role = request.Chain.Target.Role.Name;
        var first = Refresh(request, createIssuer, time, renewal => log(ServerEvent.OfRenewal(time.GetUtcNow(), role, role, renewal)));
        try
        {
            await first.GetAsync(cancellationToken).ConfigureAwait(false);
            var started = await CredentialServer.StartAsync(
                new CredentialServerOptions { Log = log }, [CredentialRoute.Container(role, first)], time).ConfigureAwait(false);
            return new KeepFreshEndpoint(first, started);
        }
        catch
        {
            await first.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The variables to set, or with null to unset, for programs that use it.</summary>
    public IReadOnlyDictionary<string, string?> VariablesFor(IEnvironmentVariables variables, IEnumerable<string> presentNames, string? region) =>
        EndpointVariables.For(
            Address.Address, Address.Token!, region, presentNames, AwsProfileStore.Read(variables).Find(AwsProfileStore.DefaultName));

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync().ConfigureAwait(false);
        await session.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A session that is renewed by walking the whole chain again.</summary>
    public static RefreshingSession Refresh(
        SessionRequest request, Func<SessionIssuer> createIssuer, TimeProvider time, Action<RenewalEvent> report)
    {
        var fresh = request with { UseCache = false };
        return new RefreshingSession(
            async token =>
            {
                using var issuer = createIssuer();
                return await issuer.IssueAsync(fresh, token).ConfigureAwait(false);
            },
            time,
            Random.Shared.NextDouble,
            report);
    }
}
