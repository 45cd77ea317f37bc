using System.Net;

namespace AssumeRole.Http;

internal sealed record HttpServerOptions
{
    /// <summary>0 for any free port.</summary>
    public int Port { get; init; }

    /// <summary>The addresses to listen on, all on the same port. For an address beyond loopback, set <see cref="AdmitsClient"/> too.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [IPAddress.Loopback];

    /// <summary>Whether a client may connect; others are closed without an answer. Null admits every client that reaches the port.</summary>
    public Func<IPAddress, bool>? AdmitsClient { get; init; }

    /// <summary>The most bytes of request line and headers together; a longer head is answered 431.</summary>
    public int MaxHeaderBytes { get; init; } = 16 * 1024;

    /// <summary>The most bytes of a body; a longer one is answered 413 before it is read.</summary>
    public int MaxBodyBytes { get; init; } = 256 * 1024;

    /// <summary>The most connections at once, and never more than there are descriptors for; further clients wait until one ends.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>The most connections of one address; further ones are closed without an answer. Null for no such bound.</summary>
    public int? MaxConnectionsPerClient { get; init; }

    /// <summary>
    /// Whether, when the connections are all taken, the one that has waited longest for its client is cut to make room: then silent or
    /// dripping clients, however many, never keep others out.
    /// </summary>
    public bool SlowestGivesWay { get; init; }

    /// <summary>How long a connection may stay silent between requests.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a head may take from its first byte to its last, however steadily it drips in.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a body may take from the end of the head to its last byte.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a closed connection discards what its client still sends, so that the last answer is not lost.</summary>
    public TimeSpan LingerTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The clock of the Date header, if it is not the server's own: the sandbox's world may live in another time.</summary>
    public TimeProvider? DateClock { get; init; }

    /// <summary>Receives the client and the status of every request that is malformed, too large or too slow for the handler.</summary>
    public Action<IPAddress, int>? RequestRefused { get; init; }

    /// <summary>Receives every exception that a handler throws; the client gets 500 and no detail.</summary>
    public Action<Exception>? HandlerFaulted { get; init; }
}
