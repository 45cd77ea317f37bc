namespace AssumeRole.Endpoint;

/// <summary>One role that a server hands out, and to whom: those who have the token of its path, or who reach its port.</summary>
internal sealed record CredentialRoute
{
    private CredentialRoute(string name, string roleName, IRenewedSession session, CredentialDialect dialect)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(roleName);
        ArgumentNullException.ThrowIfNull(session);
        Name = name;
        RoleName = roleName;
        Session = session;
        Dialect = dialect;
    }

    /// <summary>What the log calls it; no secret.</summary>
    public string Name { get; }

    /// <summary>The role's name, as IMDSv2 clients see and ask for it.</summary>
    public string RoleName { get; }

    /// <summary>Gives the session. The server does not dispose of it.</summary>
    public IRenewedSession Session { get; }

    /// <summary>How clients ask.</summary>
    public CredentialDialect Dialect { get; }

    /// <summary>The path of a container route; null for a random one.</summary>
    public string? Path { get; private init; }

    /// <summary>The port of an instance metadata route; null for any free one.</summary>
    public CredentialListener? Listener { get; private init; }

    /// <summary>The region that placement/region answers; null if none is known.</summary>
    public string? Region { get; private init; }

    /// <summary>A role for clients of container credentials.</summary>
    /// <param name="roleName">The role's name.</param>
    /// <param name="session">Gives the session.</param>
    /// <param name="path">The path, such as /team-a; null for a random one.</param>
    public static CredentialRoute Container(string roleName, IRenewedSession session, string? path = null) =>
        path is null or ['/', _, ..]
            ? new CredentialRoute(path ?? roleName, roleName, session, CredentialDialect.Container) { Path = path }
            : throw new ArgumentException("A path begins with a slash and does not end there.", nameof(path));

    /// <summary>A role for clients of the instance metadata service.</summary>
    /// <param name="roleName">The role's name.</param>
    /// <param name="session">Gives the session.</param>
    /// <param name="listener">The port; null for any free one.</param>
    /// <param name="region">The region that placement/region answers; null if none is known.</param>
    public static CredentialRoute InstanceMetadata(
        string roleName, IRenewedSession session, CredentialListener? listener = null, string? region = null) =>
        new(listener?.ToString() ?? roleName, roleName, session, CredentialDialect.InstanceMetadata) { Listener = listener, Region = region };
}
