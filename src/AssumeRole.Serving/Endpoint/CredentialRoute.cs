namespace AssumeRole.Endpoint;

/// <summary>The protocol by which a client asks for a role's session.</summary>
public enum CredentialDialect
{
    /// <summary>As a task of ECS: one path, and a token in the Authorization header (AWS_CONTAINER_CREDENTIALS_FULL_URI).</summary>
    Container,

    /// <summary>As a program on an EC2 instance: IMDSv2 (AWS_EC2_METADATA_SERVICE_ENDPOINT).</summary>
    InstanceMetadata,
}

/// <summary>
/// One role that a server serves: to clients with the token of its path, or to those that can connect to its port. Its name stands in the
/// log and is no secret; the server does not dispose its session.
/// </summary>
internal sealed record CredentialRoute(string Name, string RoleName, IRefreshingSession Session, CredentialDialect Dialect)
{
    /// <summary>The path of a container route; null for a random one.</summary>
    public string? Path { get; private init; }

    /// <summary>The port of an instance metadata route; null for any free one.</summary>
    public CredentialListener? Listener { get; private init; }

    /// <summary>The region that placement/region answers; null if none is known.</summary>
    public string? Region { get; private init; }

    /// <summary>A role for clients of container credentials, at a path such as /team-a or, with null, at a random one.</summary>
    public static CredentialRoute Container(string roleName, IRefreshingSession session, string? path = null) =>
        path is null or ['/', _, ..]
            ? new CredentialRoute(path ?? roleName, roleName, session, CredentialDialect.Container) { Path = path }
            : throw new ArgumentException("A path begins with a slash and does not end there.", nameof(path));

    public static CredentialRoute InstanceMetadata(
        string roleName, IRefreshingSession session, CredentialListener? listener = null, string? region = null) =>
        new(listener?.ToString() ?? roleName, roleName, session, CredentialDialect.InstanceMetadata) { Listener = listener, Region = region };
}

/// <summary>
/// Where a role is served. The token is the value of AWS_CONTAINER_AUTHORIZATION_TOKEN; null for instance metadata, whose clients request
/// their own.
/// </summary>
internal sealed record CredentialAddress(string Route, string RoleName, CredentialDialect Dialect, Uri Address, Secret? Token)
{
    /// <summary>
    /// The value of AWS_CONTAINER_CREDENTIALS_FULL_URI or, for instance metadata, of AWS_EC2_METADATA_SERVICE_ENDPOINT: without a slash
    /// at the end, behind which the SDK for .NET would put another.
    /// </summary>
    public string Value => Dialect == CredentialDialect.Container ? Address.ToString() : Address.GetLeftPart(UriPartial.Authority);
}
