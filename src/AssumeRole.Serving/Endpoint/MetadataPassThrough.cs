using System.Net;
using System.Text;
using AssumeRole.Http;
using AssumeRole.Metadata;

namespace AssumeRole.Endpoint;

/// <summary>
/// Asks the real instance metadata service for what a credential server has not: with IMDSv2 end to end, with a token of its own and
/// no header of its client's, so that nothing makes the service refuse (it refuses X-Forwarded-For).
/// </summary>
/// <param name="http">The client; InstanceMetadataClient.CreateHttpClient makes one that goes straight to the service.</param>
/// <param name="options">Where the service is and how patient to be.</param>
/// <param name="time">The clock.</param>
internal sealed class MetadataPassThrough(HttpClient http, MetadataOptions options, TimeProvider time)
{
    private const int MaxBytes = 1 << 20;
    private const int MaxAtOnce = 64;
    private const int TokenSeconds = 21600;
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    private volatile Token? token;
    private int pending;

    /// <summary>The real service's answer for a path that is not credentials.</summary>
    internal async Task<HttpResponse> GetAsync(MetadataPath path, CancellationToken cancellationToken)
    {
        if (path.IsCredentials || options.Disabled) return Refusal.PathUnknown.Response;
        using var patience = new CancellationTokenSource(options.Timeout * options.Attempts, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            // The service throttles each instance: what waits here would only wait there.
            return Interlocked.Increment(ref pending) > MaxAtOnce
                ? Failed("has too much to answer already")
                : await AskAsync(path, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed("did not answer in time");
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
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(options.Endpoint, path.Full));
            request.Headers.TryAddWithoutValidation("X-aws-ec2-metadata-token", present.Text);
            using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
            switch (response.StatusCode)
            {
                case HttpStatusCode.OK:
                    return await CopyAsync(response, cancellationToken).ConfigureAwait(false);
                case HttpStatusCode.NotFound:
                    return Refusal.PathUnknown.Response;
                // The token ran out, or the instance was moved: tokens are bound to the instance.
                case HttpStatusCode.Unauthorized when !renewed:
                    token = null;
                    continue;
                default:
                    return Failed($"answered with {(int)response.StatusCode}");
            }
        }
    }

    private async Task<(Token? Token, int Status)> GetTokenAsync(CancellationToken cancellationToken)
    {
        if (token is { } present && time.GetUtcNow() < present.RenewAt) return (present, 200);
        var asked = time.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(options.Endpoint, "/latest/api/token"));
        request.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", TokenSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK) return (null, (int)response.StatusCode);
        if (await ReadAsync(response, cancellationToken).ConfigureAwait(false) is not { } body) return (null, 200);
        var text = Encoding.ASCII.GetString(body);
        if (text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('!', '~')) return (null, 200);
        return (token = new Token(text, asked + TimeSpan.FromSeconds(TokenSeconds) - RenewBefore), 200);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation("User-Agent", "AssumeRole");
        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private static async Task<HttpResponse> CopyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (await ReadAsync(response, cancellationToken).ConfigureAwait(false) is not { } body)
            return Failed($"answered with more than {MaxBytes} bytes");
        var type = response.Content.Headers.ContentType?.ToString() ?? "text/plain";
        return new HttpResponse(200, body, new HttpHeader("Content-Type", type), new HttpHeader("Server", "EC2ws"));
    }

    /// <summary>The body, or null if it is too long.</summary>
    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var body = new MemoryStream();
            var buffer = new byte[16 * 1024];
            while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                if (body.Length + count > MaxBytes) return null;
                body.Write(buffer, 0, count);
            }

            return body.ToArray();
        }
    }

    private static HttpResponse Failed(string how) =>
        HttpResponse.Text(503, "text/plain", $"The instance metadata service behind this one {how}.");

    private sealed record Token(string Text, DateTimeOffset RenewAt);
}
