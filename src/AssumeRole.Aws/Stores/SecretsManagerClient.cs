using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Signing;
using AssumeRole.Rotation;

namespace AssumeRole.Aws.Stores;

/// <summary>
/// A client of Secrets Manager, which speaks AWS's JSON 1.1 protocol. The SDK signs; a refusal is the SDK's exception. So the package
/// AWSSDK.SecretsManager can replace it where it is available.
/// </summary>
internal sealed class SecretsManagerClient : IDisposable
{
    private const string Service = "secretsmanager";
    private const int Attempts = 4;

    // As of the SDK's "standard" retries (SDK reference, "Retry behavior").
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);

    // AWS takes a signature that is up to five minutes old.
    private static readonly TimeSpan ToleratedSkew = TimeSpan.FromMinutes(5);

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly AWSCredentials credentials;
    private readonly RegionEndpoint region;
    private readonly TimeProvider time;
    private readonly Backoff backoff;
    private readonly HttpClient http;
    private TimeSpan skew;

    public SecretsManagerClient(AWSCredentials credentials, StoreEndpoint endpoint, TimeProvider time)
    {
        this.credentials = credentials;
        this.time = time;
        region = RegionEndpoint.GetBySystemName(endpoint.Region);
        Address = endpoint.Url ?? new Uri($"https://{Service}.{endpoint.Region}.{region.PartitionDnsSuffix}/");
        backoff = new Backoff(Attempts, FirstDelay, LongestDelay, time, Random.Shared.NextDouble);
        http = new HttpClient(new BoundedAnswers(useProxy: !Address.IsLoopback, endpoint.CertificateBundle)) { Timeout = SdkConfig.Patience };
    }

    public Uri Address { get; }

    /// <summary>Requests one operation, and sends the same request again if that can help.</summary>
    public Task<JsonElement> CallAsync(string operation, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var body = JsonText.WriteObject(write, Writing);
        return backoff.RunAsync(
            () => SendAsync(operation, body, cancellationToken),
            error => CanSucceedLater(error) && !cancellationToken.IsCancellationRequested,
            cancellationToken);
    }

    public void Dispose() => http.Dispose();

    private async Task<JsonElement> SendAsync(string operation, byte[] body, CancellationToken cancellationToken, bool mayCorrectClock = true)
    {
        using var request = await SignAsync(operation, body, cancellationToken).ConfigureAwait(false);
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode) return ReadObject(answer);
        var refusal = ReadRefusal(response, answer);
        if (!mayCorrectClock || FindSkew(refusal, response.Headers.Date) is not { } found) throw refusal;
        skew = found;
        return await SendAsync(operation, body, cancellationToken, mayCorrectClock: false).ConfigureAwait(false);
    }

    private async Task<HttpRequestMessage> SignAsync(string operation, byte[] body, CancellationToken cancellationToken)
    {
        const string ContentType = "application/x-amz-json-1.1";
        const string Target = "X-Amz-Target";
        var target = $"{Service}.{operation}";
        var signing = new AWSSigningRequest { HttpMethod = HttpMethod.Post, RequestUri = Address, Content = body };
        signing.Headers[Target] = target;
        signing.Headers["Content-Type"] = ContentType;
        var signature = await AWSSigV4Signer.SignAsync(
            signing,
            new AWSSigV4Parameters { Credentials = credentials, Region = region, Service = Service, SignedAt = (time.GetUtcNow() + skew).UtcDateTime },
            cancellationToken).ConfigureAwait(false);
        var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        request.Headers.TryAddWithoutValidation(Target, target);
        foreach (var (name, value) in signature.Headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    /// <summary>How far this clock is behind the service's, if that is why the signature was refused.</summary>
    private TimeSpan? FindSkew(AmazonServiceException refusal, DateTimeOffset? date)
    {
        var isOfClock = refusal.ErrorCode is "RequestTimeTooSkewed" or "RequestExpired" or "RequestInTheFuture"
            or "InvalidSignatureException" or "SignatureDoesNotMatch";
        var found = date - time.GetUtcNow();
        return isOfClock && (found - skew)?.Duration() > ToleratedSkew ? found : null;
    }

    private static bool CanSucceedLater(Exception error) => error switch
    {
        AmazonServiceException refusal => new StoreFault(refusal.ErrorCode, refusal.Message, (int)refusal.StatusCode, string.Empty).IsRetryable,
        HttpRequestException broken => broken.HttpRequestError != HttpRequestError.ConfigurationLimitExceeded,
        _ => error is IOException or OperationCanceledException,
    };

    private static JsonElement ReadObject(byte[] answer)
    {
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.Clone()
            : throw new JsonException("It is not a JSON object.");
    }

    // smithy.io, "AWS JSON 1.1 protocol", operation error serialization.
    private static AmazonServiceException ReadRefusal(HttpResponseMessage response, byte[] answer)
    {
        var error = default(JsonElement);
        try
        {
            error = ReadObject(answer);
        }
        catch (JsonException)
        {
            // A proxy's page, perhaps: the status has to do.
        }

        var code = error.FindText("__type") ?? error.FindText("code") ?? Header(response, "x-amzn-ErrorType") ?? $"Http{(int)response.StatusCode}";
        // A namespace may stand before the code, and a URL after it.
        code = code[(code.IndexOf('#', StringComparison.Ordinal) + 1)..].Split(':')[0];
        var message = error.FindText("message") ?? error.FindText("Message") ?? $"HTTP status {(int)response.StatusCode} without a message.";
        return new AmazonServiceException(message, null, ErrorType.Unknown, code, Header(response, "x-amzn-RequestId"), response.StatusCode);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
