using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using AssumeRole.Findings;

namespace AssumeRole.Metadata;

/// <summary>
/// Reads EC2 instance metadata over IMDSv2 (EC2 guide, "Use IMDS"). It never falls back to IMDSv1: a token that does not come is
/// an error with a cause, not a reason to ask without one.
/// </summary>
/// <param name="http">The client; see <see cref="CreateHttpClient"/>.</param>
/// <param name="options">Where to ask and how patiently.</param>
/// <param name="time">The clock for time-outs.</param>
public sealed class InstanceMetadataClient(HttpClient http, MetadataOptions options, TimeProvider time)
{
    /// <summary>Six hours, the longest that a token may live (EC2 guide).</summary>
    private const string TokenLifetimeSeconds = "21600";

    private string? token;

    /// <summary>Where the service is.</summary>
    public Uri Endpoint => options.Endpoint;

    /// <summary>
    /// A client that goes straight to the service: a proxy would answer from its own instance, or be refused for the
    /// X-Forwarded-For header that it adds.
    /// </summary>
    public static HttpClient CreateHttpClient() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
    })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = 1 << 20,
    };

    /// <summary>Gets the session token of IMDSv2, once.</summary>
    /// <exception cref="AssumeRoleException">MetadataDisabled or MetadataUnavailable.</exception>
    public async Task AuthorizeAsync(CancellationToken cancellationToken)
    {
        if (options.Disabled)
            throw FindingCatalogue.MetadataDisabled.Error(
                Target, "AWS_EC2_METADATA_DISABLED is true.", remedy: "Unset AWS_EC2_METADATA_DISABLED.");
        if (token is not null) return;
        using var response = await SendAsync(HttpMethod.Put, "latest/api/token", cancellationToken).ConfigureAwait(false);
        var body = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
        token = response.StatusCode switch
        {
            HttpStatusCode.OK when body.Length > 0 && body.All(IsHeaderCharacter) => body,
            HttpStatusCode.Forbidden => throw FindingCatalogue.MetadataDisabled.Error(
                Target, "The token request was answered with 403: metadata is switched off, or a proxy added X-Forwarded-For."),
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => throw FindingCatalogue.MetadataUnavailable.Error(
                Target,
                $"The token request was answered with {(int)response.StatusCode}: what listens there does not speak IMDSv2.",
                remedy: "A metadata proxy such as kube2iam or metadataproxy may stand in between; let this worker reach the real service."),
            _ => throw Unexpected("latest/api/token", response.StatusCode),
        };
    }

    /// <summary>Reads one path.</summary>
    /// <param name="path">Below the root, such as latest/meta-data/placement/region.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The text, or null if there is no such path.</returns>
    /// <exception cref="AssumeRoleException">MetadataDisabled or MetadataUnavailable.</exception>
    public async Task<string?> GetAsync(string path, CancellationToken cancellationToken)
    {
        for (var renewed = false; ; renewed = true)
        {
            await AuthorizeAsync(cancellationToken).ConfigureAwait(false);
            using var response = await SendAsync(HttpMethod.Get, path, cancellationToken).ConfigureAwait(false);
            switch (response.StatusCode)
            {
                case HttpStatusCode.OK:
                    return (await ReadAsync(response, cancellationToken).ConfigureAwait(false)).Trim();
                case HttpStatusCode.NotFound:
                    return null;
                case HttpStatusCode.Forbidden:
                    throw FindingCatalogue.MetadataDisabled.Error(Target, $"/{path} was answered with 403.");
                // The token ran out, or the instance was moved: tokens are bound to the instance.
                case HttpStatusCode.Unauthorized when !renewed:
                    token = null;
                    continue;
                default:
                    throw Unexpected(path, response.StatusCode);
            }
        }
    }

    private string Target => options.Endpoint.WithoutSecrets();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, new Uri(options.Endpoint, "/" + path));
            if (method == HttpMethod.Put) request.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", TokenLifetimeSeconds);
            else request.Headers.TryAddWithoutValidation("X-aws-ec2-metadata-token", token);
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("AssumeRole", null));

            using var patience = new CancellationTokenSource(options.Timeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                var response = await http.SendAsync(request, either.Token).ConfigureAwait(false);
                if ((int)response.StatusCode < 500 || attempt >= options.Attempts) return response;
                response.Dispose();
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                if (attempt >= options.Attempts) throw Silent(method, path);
            }
            catch (HttpRequestException error)
            {
                if (attempt >= options.Attempts) throw Unreachable(error);
            }
        }
    }

    private async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            throw Unreachable(error);
        }
    }

    private AssumeRoleException Silent(HttpMethod method, string path) => FindingCatalogue.MetadataUnavailable.Error(
        Target,
        $"{method} /{path} was not answered within {options.Timeout.TotalSeconds:0.###} s, {options.Attempts} times.",
        remedy: "On a laptop, choose another -Source. In a container on EC2 the usual cause is a hop limit of 1: aws ec2 "
            + "modify-instance-metadata-options --instance-id <id> --http-put-response-hop-limit 2.");

    private AssumeRoleException Unreachable(HttpRequestException error) => FindingCatalogue.MetadataUnavailable.Error(
        Target,
        (error.InnerException as SocketException)?.Message is { } reason ? $"No connection: {reason}." : $"No answer: {error.Message}",
        inner: error);

    private AssumeRoleException Unexpected(string path, HttpStatusCode status) => FindingCatalogue.MetadataUnavailable.Error(
        Target, $"/{path} was answered with {(int)status}.");

    private static bool IsHeaderCharacter(char character) => character is > ' ' and < '\x7F';
}
