using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Findings;

namespace AssumeRole.Endpoint;

/// <summary>
/// One role, kept good behind an endpoint of its own for as long as a block or a program needs it. Every renewal goes the whole way
/// from the base identity as it is then: the instance's own keys are renewed, too.
/// </summary>
internal sealed class KeptRole : IAsyncDisposable
{
    private readonly RenewedSession session;
    private readonly CredentialServer server;

    private KeptRole(RenewedSession session, CredentialServer server)
    {
        this.session = session;
        this.server = server;
    }

    /// <summary>Where the session is served.</summary>
    public CredentialAddress Address => server.Addresses[0];

    /// <summary>The session as it is now.</summary>
    public SessionCredentials Session => session.Latest!;

    /// <summary>Gets the first session and starts to serve it.</summary>
    /// <param name="request">The request. The cache is not used: a session that is renewed must be a new one.</param>
    /// <param name="createIssuer">Composes the operation anew for each renewal.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told of what happens; never of a secret.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AssumeRoleException">RenewalImpossible, or whatever stands in the way of the first session.</exception>
    public static async Task<KeptRole> StartAsync(
        SessionRequest request, Func<SessionIssuer> createIssuer, TimeProvider time, Action<ServerEvent> log, CancellationToken cancellationToken)
    {
        RenewalRules.Check(request);
        var role = request.Chain.Target.Role.Name;
        var session = Renew(request, createIssuer, time, renewal => log(ServerEvent.OfRenewal(time.GetUtcNow(), role, role, renewal)));
        try
        {
            await session.GetAsync(cancellationToken).ConfigureAwait(false);
            var server = await CredentialServer.StartAsync(
                new CredentialServerOptions { Log = log }, [CredentialRoute.Container(role, session)], time).ConfigureAwait(false);
            return new KeptRole(session, server);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops serving and renewing, and waits until both have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync().ConfigureAwait(false);
        await session.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A session that is renewed by walking the whole chain again.</summary>
    internal static RenewedSession Renew(
        SessionRequest request, Func<SessionIssuer> createIssuer, TimeProvider time, Action<RenewalEvent> report)
    {
        var fresh = request with { UseCache = false };
        return new RenewedSession(
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
