using System.Net;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>Where a credential server listens, whom it lets in and whom it tells what happens.</summary>
internal sealed record CredentialServerOptions
{
    /// <summary>The port of all container routes, 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>The addresses to listen on: the loopback addresses that there are.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = HttpListeners.FindLoopback();

    /// <summary>Whether addresses beyond loopback may be listened on; <see cref="AllowedClients"/> must then say for whom.</summary>
    public bool AllowNonLoopback { get; init; }

    /// <summary>The clients that may connect to an address beyond loopback; others are closed without an answer.</summary>
    public IReadOnlyList<IPNetwork> AllowedClients { get; init; } = [];

    /// <summary>The most connections that one client beyond loopback has at once, on each listener.</summary>
    public int MaxConnectionsPerClient { get; init; } = 64;

    /// <summary>How many refusals a second each listener answers and logs one by one; what is refused beyond that gets 429.</summary>
    public int RefusalsPerSecond { get; init; } = 50;

    /// <summary>The bounds on connections, sizes and times of each listener; where it listens is said by the properties above.</summary>
    public HttpServerOptions Bounds { get; init; } = new()
    {
        MaxHeaderBytes = 8 * 1024,
        MaxBodyBytes = 1024,
        HeaderTimeout = TimeSpan.FromSeconds(5),
        BodyTimeout = TimeSpan.FromSeconds(5),
        SlowestGivesWay = true,
    };

    /// <summary>
    /// Where instance metadata other than credentials is had from; null for nowhere, which answers 404. It lets every client read the
    /// machine's identity document and user data.
    /// </summary>
    public MetadataPassThrough? PassThrough { get; init; }

    /// <summary>Told of everything worth a line in a log; never of a secret. Must not block.</summary>
    public Action<ServerEvent>? Log { get; init; }
}
