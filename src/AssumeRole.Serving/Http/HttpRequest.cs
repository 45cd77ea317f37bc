using System.Net;

namespace AssumeRole.Http;

/// <summary>One request as it was received.</summary>
/// <param name="Method">The method, as sent: methods are case-sensitive.</param>
/// <param name="Path">The target's path, not decoded.</param>
/// <param name="Query">What follows the question mark, not decoded; empty if there is none.</param>
/// <param name="Headers">The header fields.</param>
/// <param name="Body">The body, empty if there is none.</param>
/// <param name="RemoteEndPoint">The client's address.</param>
public sealed record HttpRequest(
    string Method, string Path, string Query, HttpHeaders Headers, ReadOnlyMemory<byte> Body, IPEndPoint RemoteEndPoint)
{
    /// <summary>The server's address that the client connected to; null for a request that came over no connection.</summary>
    public IPEndPoint? LocalEndPoint { get; init; }

    /// <summary>
    /// The host and port of a target in absolute form (http://host/path), as sent; null for the usual form. RFC 9112, 3.2.2: it says which
    /// host is meant, and the Host header does not.
    /// </summary>
    public string? TargetAuthority { get; init; }
}
