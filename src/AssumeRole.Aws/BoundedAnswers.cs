namespace AssumeRole.Aws;

/// <summary>
/// Reads each answer to its end before the SDK sees it, and no more than a limit. The SDK reads from the connection as it parses: a body
/// without an end would fill the memory, and one that drips would outlast the client's time-out.
/// </summary>
internal sealed class BoundedAnswers : DelegatingHandler
{
    /// <summary>The longest answer: an object of S3 has up to 4 MiB here, a secret 64 KiB, credentials a few kilobytes.</summary>
    public const int Longest = 5 * 1024 * 1024;

    /// <summary>Bounds the answers of connections that the SDK's clients share.</summary>
    /// <param name="useProxy">Whether a proxy of the environment is asked. One would look for 127.0.0.1 on its own.</param>
    public BoundedAnswers(bool useProxy)
        : base(new SocketsHttpHandler
        {
            UseProxy = useProxy,
            // A request carries a session or a bearer token, and it is meant for one host.
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        })
    {
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            // .NET 8 has no overload with a token. Disposing of the answer ends a reading that was given up.
            var reading = response.Content.LoadIntoBufferAsync(Longest);
            reading.Forget();
            await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
