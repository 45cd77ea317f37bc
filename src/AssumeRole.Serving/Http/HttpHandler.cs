namespace AssumeRole.Http;

/// <summary>Answers one request. Requests of one connection come one after another; connections run side by side.</summary>
/// <param name="request">The request, complete with its body.</param>
/// <param name="cancellationToken">Cancelled when the server stops.</param>
public delegate ValueTask<HttpResponse> HttpHandler(HttpRequest request, CancellationToken cancellationToken);
