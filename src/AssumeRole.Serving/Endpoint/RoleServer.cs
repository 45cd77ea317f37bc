using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Endpoint;

/// <summary>Several roles behind one server, each with a session of its own that nobody else gets.</summary>
public sealed class RoleServer : IAsyncDisposable
{
    private readonly IReadOnlyList<(RoleArn Role, RenewedSession Session)> roles;
    private readonly CredentialServer server;
    private readonly TimeProvider time;
    private readonly IReadOnlyList<IDisposable> belongings;

    private RoleServer(
        IReadOnlyList<(RoleArn Role, RenewedSession Session)> roles, CredentialServer server, TimeProvider time, IReadOnlyList<IDisposable> belongings)
    {
        this.belongings = belongings;
        this.roles = roles;
        this.server = server;
        this.time = time;
        Started = time.GetUtcNow().UtcDateTime;
    }

    /// <summary>When it began to listen, in UTC.</summary>
    public DateTime Started { get; }

    /// <summary>The roles as they stand now.</summary>
    // PowerShell cannot index the compiler's own lists, and takes .Address of an array for a method of arrays.
    public IReadOnlyList<ServedRole> Roles => Array.AsReadOnly(roles.Zip(server.Addresses, Describe).ToArray());

    /// <summary>Starts to listen. No role is assumed before somebody asks for it.</summary>
    /// <param name="entries">The roles, all checked.</param>
    /// <param name="options">Where to listen, and for whom.</param>
    /// <param name="createIssuer">Composes the operation anew for each renewal.</param>
    /// <param name="time">The clock.</param>
    /// <param name="region">The region that instance metadata names where an entry has none; null for none.</param>
    /// <param name="belongings">What is to be disposed of when the server has stopped, or could not start.</param>
    /// <exception cref="AssumeRoleException">RenewalImpossible, ListenRefused or PortUnavailable; nothing listens then.</exception>
    internal static async Task<RoleServer> StartAsync(
        IReadOnlyList<CredentialMapEntry> entries,
        CredentialServerOptions options,
        Func<SessionIssuer> createIssuer,
        TimeProvider time,
        string? region = null,
        params IReadOnlyList<IDisposable> belongings)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(belongings);
        var sessions = Array.Empty<RenewedSession>();
        try
        {
            foreach (var entry in entries) RenewalRules.Check(entry.Request);
            sessions =
            [
                .. entries.Select(entry => KeptRole.Renew(entry.Request, createIssuer, time, renewal => options.Log?.Invoke(
                    ServerEvent.OfRenewal(time.GetUtcNow(), entry.Key, entry.RoleName, renewal)))),
            ];
            var server = await CredentialServer.StartAsync(
                options, [.. entries.Zip(sessions, (entry, session) => entry.ToRoute(session, region))], time).ConfigureAwait(false);
            return new RoleServer([.. entries.Zip(sessions, (entry, session) => (entry.Request.Chain.Target.Role, session))], server, time, belongings);
        }
        catch
        {
            foreach (var session in sessions) await session.DisposeAsync().ConfigureAwait(false);
            foreach (var belonging in belongings) belonging.Dispose();
            throw;
        }
    }

    /// <summary>That lines of its log are missing, or null. Known for certain once it has stopped.</summary>
    internal Finding? FindLogLoss() => belongings.OfType<ServerLogFile>().Select(log => log.FindLoss()).FirstOrDefault(loss => loss is not null);

    /// <summary>Stops listening and renewing, and waits until all of it has ended. A part that fails to stop leaves no other running.</summary>
    /// <exception cref="AssumeRoleException">Unforeseen: what the first part failed of.</exception>
    public async ValueTask DisposeAsync()
    {
        AssumeRoleException? first = null;
        await StopAsync(server).ConfigureAwait(false);
        foreach (var (_, session) in roles) await StopAsync(session).ConfigureAwait(false);
        foreach (var belonging in belongings) await StopAsync(belonging).ConfigureAwait(false);
        if (first is not null) throw first;

        async ValueTask StopAsync(object part)
        {
            try
            {
                if (part is IAsyncDisposable pending) await pending.DisposeAsync().ConfigureAwait(false);
                else if (part is IDisposable ending) ending.Dispose();
            }
#pragma warning disable CA1031 // Nothing is hidden: it is thrown once every part has been stopped.
            catch (Exception error)
#pragma warning restore CA1031
            {
                first ??= error as AssumeRoleException
                    ?? FindingCatalogue.Unforeseen.Error(Describe(), $"{error.GetType().Name}: {error.Message}", inner: error);
            }
        }
    }

    private string Describe() => string.Join(", ", roles.Select(served => served.Role));

    private ServedRole Describe((RoleArn Role, RenewedSession Session) served, CredentialAddress address) => new(
        address.Route,
        served.Role.ToString(),
        address.Dialect,
        address.Value,
        address.Token,
        HealthReport.StateOf(served.Session, time.GetUtcNow()),
        served.Session.Latest?.Expiration,
        served.Session.LastFailure?.Id ?? string.Empty);
}
