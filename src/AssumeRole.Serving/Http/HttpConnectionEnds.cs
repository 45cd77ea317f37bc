using System.Net;

namespace AssumeRole.Http;

/// <summary>The two addresses of a connection.</summary>
internal sealed record HttpConnectionEnds(IPEndPoint Remote, IPEndPoint Local);
