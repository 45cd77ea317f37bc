using System.Net;

namespace AssumeRole.Http;

/// <summary>Answers one request. Requests of one connection come one after another; connections run side by side.</summary>
internal delegate ValueTask<HttpResponse> HttpHandler(HttpRequest request, CancellationToken cancellationToken);

/// <summary>A request as sent: the method in its case, path and query not decoded. The query is empty without a question mark.</summary>
internal sealed record HttpRequest(
    string Method, string Path, string Query, HttpHeaders Headers, ReadOnlyMemory<byte> Body, IPEndPoint RemoteEndPoint)
{
    /// <summary>The server's address that the client connected to; null for a request that came over no connection.</summary>
    public IPEndPoint? LocalEndPoint { get; init; }

    /// <summary>
    /// The host and port of a target in absolute form (http://host/path), as sent; null for the usual form. RFC 9112, 3.2.2: the target's
    /// host takes precedence over the Host header.
    /// </summary>
    public string? TargetAuthority { get; init; }
}

/// <summary>A field without the blanks around its value.</summary>
internal readonly record struct HttpHeader(string Name, string Value);

/// <summary>Header fields in the order sent. Names are case-insensitive.</summary>
internal sealed class HttpHeaders(IReadOnlyList<HttpHeader> fields)
{
    public string? this[string name] => fields.FirstOrDefault(field => IsNamed(field, name)).Value;

    public bool Contains(string name) => CountOf(name) > 0;

    public int CountOf(string name) => fields.Count(field => IsNamed(field, name));

    public IReadOnlyList<HttpHeader> All() => fields;

    private static bool IsNamed(HttpHeader field, string name) => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
