using System.Globalization;
using System.Net;
using System.Text;
using AssumeRole.Http;
using AssumeRole.Metadata;

namespace AssumeRole.Endpoint;

/// <summary>
/// Asks the real instance metadata service for the paths that a credential server does not serve itself: with IMDSv2 end to end, with a
/// token of its own and no header of its client's, so that nothing makes the service refuse (it refuses X-Forwarded-For).
/// </summary>
internal sealed class MetadataPassThrough(HttpClient http, MetadataOptions options, TimeProvider time)
{
    private const int MaxAtOnce = 64;
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(MetadataProtocol.LongestLifetimeSeconds);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    private volatile Token? token;
    private int pending;

    public async Task<HttpResponse> GetAsync(MetadataPath path, CancellationToken cancellationToken)
    {
        if (path.IsCredentials || options.Disabled) return ErrorResponse.PathUnknown.Response;
        using var patience = new CancellationTokenSource(options.Timeout * options.Attempts, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            // The service throttles each instance, so more requests at once would only wait there.
            return Interlocked.Increment(ref pending) > MaxAtOnce
                ? Failed("has too much to answer already")
                : await AskAsync(path, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed("did not answer in time");
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return Failed($"answered with more than {http.MaxResponseContentBufferSize} bytes");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return Failed("cannot be reached");
        }
        finally
        {
            Interlocked.Decrement(ref pending);
        }
    }

    private async Task<HttpResponse> AskAsync(MetadataPath path, CancellationToken cancellationToken)
    {
        for (var renewed = false; ; renewed = true)
        {
            var (present, status) = await GetTokenAsync(cancellationToken).ConfigureAwait(false);
            if (present is null) return Failed($"gave no token ({status})");
            using var response = await SendAsync(HttpMethod.Get, path.Full, MetadataProtocol.TokenHeader, present.Text, cancellationToken)
                .ConfigureAwait(false);
            switch (response.StatusCode)
            {
                case HttpStatusCode.OK:
                    var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
                    var type = response.Content.Headers.ContentType?.ToString() ?? "text/plain";
                    return new HttpResponse(200, body, new HttpHeader("Content-Type", type), MetadataProtocol.Server);
                case HttpStatusCode.NotFound:
                    return ErrorResponse.PathUnknown.Response;
                // The token ran out, or the instance was moved: tokens are bound to the instance.
                case HttpStatusCode.Unauthorized when !renewed:
                    token = null;
                    continue;
                default:
                    return Failed($"answered with {(int)response.StatusCode}");
            }
        }
    }

    /// <summary>The token, and the status of the answer that brought it or did not.</summary>
    private async Task<(Token? Token, int Status)> GetTokenAsync(CancellationToken cancellationToken)
    {
        if (token is { } present && time.GetUtcNow() < present.RenewAt) return (present, 200);
        var asked = time.GetUtcNow();
        var lifetime = TokenLifetime.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        using var response = await SendAsync(
            HttpMethod.Put, MetadataProtocol.TokenPath, MetadataProtocol.LifetimeHeader, lifetime, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK) return (null, (int)response.StatusCode);
        var text = Encoding.ASCII.GetString(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        if (text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('!', '~')) return (null, 200);
        return (token = new Token(text, asked + TokenLifetime - RenewBefore), 200);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string headerName, string headerValue, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(options.Endpoint, path));
        request.Headers.TryAddWithoutValidation(headerName, headerValue);
        request.Headers.TryAddWithoutValidation("User-Agent", "AssumeRole");
        return await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static HttpResponse Failed(string how) =>
        HttpResponse.Text(503, "text/plain", $"The instance metadata service behind this one {how}.");

    private sealed record Token(string Text, DateTimeOffset RenewAt);
}
