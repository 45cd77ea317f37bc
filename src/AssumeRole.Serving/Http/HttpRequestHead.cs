namespace AssumeRole.Http;

/// <summary>Request line and headers, and what they say about the rest of the message.</summary>
/// <param name="Length">How many bytes the head takes, with any empty lines before it and the one after it.</param>
/// <param name="Method">The method.</param>
/// <param name="Authority">The host and port of a target in absolute form; else null.</param>
/// <param name="Path">The target's path.</param>
/// <param name="Query">The target's query.</param>
/// <param name="Headers">The header fields.</param>
/// <param name="ContentLength">How many bytes of body follow.</param>
/// <param name="KeepAlive">Whether the client may send another request on this connection.</param>
/// <param name="ExpectsContinue">Whether the client waits for 100 Continue before it sends the body.</param>
internal readonly record struct HttpRequestHead(
    int Length,
    string Method,
    string? Authority,
    string Path,
    string Query,
    HttpHeaders Headers,
    long ContentLength,
    bool KeepAlive,
    bool ExpectsContinue)
{
    /// <summary>Joins the head with its body.</summary>
    public HttpRequest ToRequest(ReadOnlyMemory<byte> body, HttpConnectionEnds ends) =>
        new(Method, Path, Query, Headers, body, ends.Remote) { LocalEndPoint = ends.Local, TargetAuthority = Authority };
}
