using System.Collections;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Transform;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AssumeRole.Credentials;

namespace AssumeRole.Aws;

/// <summary>
/// Sends requests to one STS with the SDK's own marshallers, signer and readers, but without its client. The client's pipeline is some
/// ten handlers, each with asynchronous code of its own, and took more than a quarter of a fan-out's processor time. What it is for,
/// sending again, metrics and listeners, is Core's or nobody's.
/// </summary>
internal sealed class StsSender
{
    /// <summary>A session is a few kilobytes; nothing longer is of STS.</summary>
    public const int LongestAnswer = 1 << 20;

    private const string Form = "application/x-www-form-urlencoded; charset=utf-8";

    private readonly AWS4Signer signer = new();
    private readonly AmazonSecurityTokenServiceConfig config;
    private readonly HttpClient http;
    private readonly bool blocks;
    private readonly Uri url;
    private readonly string region;
    private readonly string userAgent;

    /// <summary>A sender to where a configuration says.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="http">Sends; it bounds how long an answer may take and be.</param>
    /// <param name="blocks">Whether a request is over when its call returns.</param>
    public StsSender(AmazonSecurityTokenServiceConfig config, HttpClient http, bool blocks = false)
    {
        this.blocks = blocks;
        this.config = config;
        this.http = http;
        (url, region) = config.ServiceURL is { } given && config.AuthenticationRegion is { } named
            ? (new Uri(given), named)
            : FindEndpoint(config);
        // The SDK looks for it in the profiles too, and reads them all for it.
        var app = Environment.GetEnvironmentVariable("AWS_SDK_UA_APP_ID");
        userAgent = string.IsNullOrEmpty(app) ? config.UserAgent : $"{config.UserAgent} app/{app}";
    }

    /// <summary>Sends one request.</summary>
    /// <param name="marshalled">The request; it is disposed of.</param>
    /// <param name="reader">Reads the answer.</param>
    /// <param name="keys">Who signs it; nobody if null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AmazonServiceException">STS refused it.</exception>
    public async Task<StsReply> SendAsync(
        IRequest marshalled, XmlResponseUnmarshaller reader, AwsKeys? keys, CancellationToken cancellationToken)
    {
        using var request = marshalled;
        using var message = Compose(request, keys);
        // To its end at once: reading is then a matter of memory, and the client's time-out and limit hold for all of it.
        using var answer = blocks
            ? http.Send(message, HttpCompletionOption.ResponseContentRead, cancellationToken)
            : await http.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        return Read(answer, reader);
    }

    /// <summary>The message to send, signed unless there are no keys.</summary>
    internal HttpRequestMessage Compose(IRequest request, AwsKeys? keys)
    {
        var body = new byte[request.ContentStream.Length];
        request.ContentStream.ReadExactly(body);
        request.ContentStream.Position = 0;
        request.Endpoint = url;
        request.AuthenticationRegion = region;
        request.Headers["Content-Type"] = Form;
        if (keys is not null) Sign(request, keys);

        var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        message.Content.Headers.TryAddWithoutValidation("Content-Type", Form);
        message.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        message.Headers.TryAddWithoutValidation("amz-sdk-invocation-id", Guid.NewGuid().ToString());
        message.Headers.TryAddWithoutValidation("amz-sdk-request", "attempt=1; max=1");
        foreach (var (name, value) in request.Headers)
            if (name != "Content-Type") message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    /// <summary>Reads an answer.</summary>
    /// <exception cref="AmazonServiceException">It is a refusal.</exception>
    internal static StsReply Read(HttpResponseMessage message, XmlResponseUnmarshaller reader)
    {
        var answer = new StsAnswer(message);
        using var body = message.Content.ReadAsStream(CancellationToken.None);
        using var context = reader.CreateContext(answer, readEntireResponse: false, body, null, isException: !answer.IsSuccessStatusCode);
        return answer.IsSuccessStatusCode
            ? new StsReply(reader.UnmarshallResponse(context), answer.GetHeaderValue("Date"))
            : throw reader.UnmarshallException(context, null, answer.StatusCode);
    }

    /// <summary>The SDK's rules know each region's address. To read them takes 40 ms, so they are asked only where nobody gave one.</summary>
    private static (Uri Url, string Region) FindEndpoint(AmazonSecurityTokenServiceConfig config)
    {
        var endpoint = config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new AssumeRoleRequest()));
        return (
            new Uri(endpoint.URL),
            FindSigningRegion(endpoint) ?? AWS4Signer.DetermineSigningRegion(config, config.RegionEndpointServiceName, null, null));
    }

    /// <summary>Names that stand for no one region, such as aws-global, sign for another.</summary>
    private static string? FindSigningRegion(Amazon.Runtime.Endpoints.Endpoint endpoint) =>
        endpoint.Attributes?["authSchemes"] is IList { Count: > 0 } schemes && schemes[0] is PropertyBag scheme
            ? scheme["signingRegion"] as string
            : null;

    private void Sign(IRequest request, AwsKeys keys)
    {
        if (keys.SessionToken is { } token) request.Headers["x-amz-security-token"] = token.Reveal();
        var signature = signer.SignRequest(request, config, null, keys.AccessKeyId, keys.SecretAccessKey.Reveal());
        request.Headers["Authorization"] = signature.ForAuthorizationHeader;
    }
}
