using System.Text;
using System.Text.Json;
using Amazon.Runtime;

namespace AssumeRole.Aws;

/// <summary>
/// The HTTP clients of IAM Identity Center. The SDK reads the sign-in's tokens itself, so only here are they known: an answer loses those
/// that its request sent, before the SDK makes an error of it. No redirect is followed, because it would carry them elsewhere.
/// </summary>
internal sealed class SignInHttpClientFactory : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(new EchoHandler(new BoundedAnswers(useProxy: true))) { Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan };

    public override string GetConfigUniqueString(IClientConfig clientConfig) => $"AssumeRole sign-in {clientConfig.Timeout}";

    private sealed class EchoHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private const string Bearer = "x-amz-sso_bearer_token";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var secrets = await ReadSecretsAsync(request, cancellationToken).ConfigureAwait(false);
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            var masked = new ByteArrayContent(Encoding.UTF8.GetBytes(secrets.Mask(body)));
            foreach (var (name, values) in response.Content.Headers.NonValidated)
                if (name != "Content-Length") masked.Headers.TryAddWithoutValidation(name, secrets.Mask(values.ToString()));
            foreach (var (name, values) in response.Headers.NonValidated.ToArray())
            {
                response.Headers.Remove(name);
                response.Headers.TryAddWithoutValidation(name, secrets.Mask(values.ToString()));
            }

            response.Content.Dispose();
            response.Content = masked;
            return response;
        }

        /// <summary>The bearer token of a request for keys, or the texts of one for a new token.</summary>
        private static async Task<SecretsOfCall> ReadSecretsAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var secrets = request.Headers.NonValidated.TryGetValues(Bearer, out var tokens) ? SecretsOfCall.Of([.. tokens]) : SecretsOfCall.None;
            if (request.Content is null) return secrets;
            var body = await request.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            if (!body.StartsWith('{')) return secrets;
            using var document = JsonDocument.Parse(body);
            return secrets.And(
                [.. document.RootElement.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String).Select(member => member.Value.GetString())]);
        }
    }
}
