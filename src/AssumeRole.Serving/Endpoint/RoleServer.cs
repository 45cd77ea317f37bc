using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Endpoint;

/// <summary>Several roles behind one server. Each has a session of its own, which no other role's clients get.</summary>
public sealed class RoleServer : IAsyncDisposable
{
    private readonly IReadOnlyList<(RoleArn Role, RefreshingSession Session)> roles;
    private readonly CredentialServer server;
    private readonly TimeProvider time;
    private readonly IReadOnlyList<IDisposable> belongings;

    private RoleServer(
        IReadOnlyList<(RoleArn Role, RefreshingSession Session)> roles, CredentialServer server, TimeProvider time, IReadOnlyList<IDisposable> belongings)
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

    /// <summary>No role is assumed before a client asks. Belongings are disposed once the server has stopped, or cannot start.</summary>
    internal static async Task<RoleServer> StartAsync(
        IReadOnlyList<CredentialMapEntry> entries,
        CredentialServerOptions options,
        Func<SessionIssuer> createIssuer,
        TimeProvider time,
        string? region = null,
        params IReadOnlyList<IDisposable> belongings)
    {
        var sessions = Array.Empty<RefreshingSession>();
        try
        {
            foreach (var entry in entries) RenewalRules.Check(entry.Request);
            sessions =
            [
                .. entries.Select(entry => KeepFreshEndpoint.Refresh(entry.Request, createIssuer, time, renewal => options.Log?.Invoke(
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

    /// <summary>LogIncomplete if lines of its log are missing, or null. Final once the server has stopped.</summary>
    internal Finding? FindLogLoss() => belongings.OfType<ServerLogFile>().Select(log => log.FindLoss()).FirstOrDefault(loss => loss is not null);

    /// <summary>Stops listening and renewing, and waits for the end. A part that fails to stop leaves no other running.</summary>
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

    private ServedRole Describe((RoleArn Role, RefreshingSession Session) served, CredentialAddress address) => new(
        address.Route,
        served.Role.ToString(),
        address.Dialect,
        address.Value,
        address.Token,
        HealthReport.StateOf(served.Session, time.GetUtcNow()),
        served.Session.Latest?.Expiration,
        served.Session.LastFailure?.Id ?? string.Empty);
}

/// <summary>One role of a running server, flat so that it can be filtered and exported.</summary>
/// <param name="Route">The path or port under which the map has it.</param>
/// <param name="RoleArn">The role.</param>
/// <param name="Dialect">How clients ask for it.</param>
/// <param name="Address">The value of AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_EC2_METADATA_SERVICE_ENDPOINT.</param>
/// <param name="Token">The value of AWS_CONTAINER_AUTHORIZATION_TOKEN, redacted wherever it is printed; null for instance metadata.</param>
/// <param name="State">The state of its session.</param>
/// <param name="Expiration">The end of its session, in UTC; null if there is none.</param>
/// <param name="FindingId">Why it could not be renewed, or empty.</param>
public sealed record ServedRole(
    string Route,
    string RoleArn,
    CredentialDialect Dialect,
    string Address,
    Secret? Token,
    SessionState State,
    DateTime? Expiration,
    string FindingId);

internal sealed class RoleServers
{
    private readonly object gate = new();
    private readonly List<RoleServer> running = [];

    /// <summary>In the order in which they were started.</summary>
    public IReadOnlyList<RoleServer> Running
    {
        get
        {
            lock (gate) return running.ToArray();
        }
    }

    public void Add(RoleServer server)
    {
        lock (gate) running.Add(server);
    }

    /// <summary>Stops a server and forgets it; false if it did not run. If a part of it fails to stop, the others have stopped.</summary>
    public async Task<bool> StopAsync(RoleServer server)
    {
        lock (gate)
        {
            if (!running.Remove(server)) return false;
        }

        await server.DisposeAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>Stops all of them. One that fails to stop leaves no other running.</summary>
    public async Task StopAllAsync()
    {
        AssumeRoleException? first = null;
        foreach (var server in Running)
        {
            try
            {
                await StopAsync(server).ConfigureAwait(false);
            }
            catch (AssumeRoleException error)
            {
                first ??= error;
            }
        }

        if (first is not null) throw first;
    }
}
