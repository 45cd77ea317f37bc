using AssumeRole.Chains;

namespace AssumeRole.Endpoint;

/// <summary>One role of a map: where it is served, and the whole request for it. Two entries never share a session.</summary>
/// <param name="Key">The path or listener as the map has it.</param>
/// <param name="Path">The path of a container route, or null.</param>
/// <param name="Listener">The port of an instance metadata route, or null.</param>
/// <param name="Request">The checked request. It uses no cache: a session that is renewed must be a new one.</param>
internal sealed record CredentialMapEntry(string Key, string? Path, CredentialListener? Listener, SessionRequest Request)
{
    /// <summary>A role that was given by itself and not in a map.</summary>
    /// <param name="request">The checked request.</param>
    /// <param name="dialect">How clients ask for it.</param>
    /// <param name="port">The port of an instance metadata route, 0 for any free one.</param>
    public static CredentialMapEntry For(SessionRequest request, CredentialDialect dialect, int port)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new CredentialMapEntry(
            request.Chain.Target.Role.Name,
            null,
            dialect == CredentialDialect.Container ? null : new CredentialListener(null, port),
            request);
    }

    /// <summary>The name of the role that the chain ends in.</summary>
    public string RoleName => Request.Chain.Target.Role.Name;

    /// <summary>The route that serves this entry.</summary>
    /// <param name="session">The session that belongs to this entry alone.</param>
    /// <param name="region">The region that instance metadata names where the map does not; null for none.</param>
    public CredentialRoute ToRoute(IRenewedSession session, string? region = null) => Path is not null || Listener is null
        ? CredentialRoute.Container(RoleName, session, Path)
        : CredentialRoute.InstanceMetadata(RoleName, session, Listener, Request.Region ?? region);
}
