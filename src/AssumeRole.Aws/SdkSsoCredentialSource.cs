using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.RuntimeDependencies;
using Amazon.SSO;
using Amazon.SSOOIDC;
using AssumeRole.Connections;
using AssumeRole.Credentials;
using AssumeRole.Cryptography;
using AssumeRole.Findings;
using AssumeRole.Profiles;

namespace AssumeRole.Aws;

/// <summary>IAM Identity Center over the SDK: it reads the sign-in that aws sso login cached, and renews it if it can.</summary>
internal sealed class SdkSsoCredentialSource : ISsoCredentialSource
{
    // Three requests of 10 seconds, with pauses.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task<SourceCredentials> GetAsync(SsoProfile profile, CancellationToken cancellationToken)
    {
        // Whatever the portal's address: the name of the cached sign-in's file is a hash that the SDK takes.
        OpenSsl.RequireFor($"IAM Identity Center profile {profile.ProfileName}");
        SsoClients.Register();
        SignInHttpClientFactory.Bundle.Value = profile.CertificateBundle;
        var credentials = Create(profile);
        try
        {
            // The SDK's method takes no token, and it reads the sign-in's file with calls that block. Giving up leaves it to end by itself.
            var asking = Task.Run(credentials.GetCredentialsAsync, CancellationToken.None);
            asking.Forget();
            var keys = await asking.WaitAsync(Patience, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            return new SourceCredentials(Read(keys, profile), $"IAM Identity Center profile {profile.ProfileName}");
        }
        catch (ArgumentException error)
        {
            // The SDK refuses an answer without a key in this way.
            throw Unusable(profile, "Its answer lacks accessKeyId or secretAccessKey.", error);
        }
        catch (TimeoutException error)
        {
            throw FindingCatalogue.SsoUnavailable.Error(profile.ProfileName, $"There was no answer within {Patience.TotalSeconds:0} s.", inner: error);
        }
        catch (Exception error) when (error is AmazonClientException or AmazonServiceException or HttpRequestException or AssumeRoleException)
        {
            throw Explain(error, profile);
        }
    }

    private static AwsKeys Read(ImmutableCredentials keys, SsoProfile profile) =>
        AwsKeys.Create(KeyNames.OfPortal, keys.AccessKey, keys.SecretKey, keys.Token, (_, fault) => Unusable(profile, fault));

    private static AssumeRoleException Unusable(SsoProfile profile, string evidence, Exception? inner = null) =>
        FindingCatalogue.SsoUnavailable.Error(profile.ProfileName, evidence, cause: "The portal of IAM Identity Center gave keys that cannot be used.", inner: inner);

    private static SSOAWSCredentials Create(SsoProfile profile)
    {
        var options = new SSOAWSCredentialsOptions
        {
            ClientName = "AssumeRole",
            SessionName = profile.Session,
            // A pipeline has no browser: an expired sign-in is an error that names aws sso login.
            SupportsGettingNewToken = false,
        };
        try
        {
            return new SSOAWSCredentials(profile.AccountId, profile.Region, profile.RoleName, profile.StartUrl, options);
        }
        catch (AmazonClientException error)
        {
            // The SDK makes the portal's host name of the region.
            throw FindingCatalogue.ProfileInvalid.Error(
                profile.ProfileName, error.Message, remedy: "Correct sso_region: a region looks like eu-west-1.", inner: error);
        }
    }

    private static AssumeRoleException Explain(Exception error, SsoProfile profile)
    {
        for (Exception? inner = error; inner is not null; inner = inner.InnerException)
            if (inner is AssumeRoleException known) return known;
        if (FindAnswer(error) is { } answer)
        {
            if ((int)answer.StatusCode < 400) return Unusable(profile, "Its answer cannot be read.", error);
            return Classify(answer.StatusCode, profile).Error(profile.ProfileName, Describe(answer), inner: error);
        }

        return error.GetBaseException() is HttpRequestException or SocketException or IOException or OperationCanceledException or TimeoutException
            ? FindingCatalogue.SsoUnavailable.Error(profile.ProfileName, ConnectionFault.Innermost(error), inner: error)
            : Required(profile).Error(profile.ProfileName, error.Message, inner: error);
    }

    /// <summary>What the portal said. It stands in an inner exception, and without a status there was no answer.</summary>
    private static AmazonServiceException? FindAnswer(Exception? error) => error switch
    {
        null => null,
        AmazonServiceException { StatusCode: not 0 } answer => answer,
        _ => FindAnswer(error.InnerException),
    };

    private static string Describe(AmazonServiceException answer) =>
        (string.IsNullOrEmpty(answer.ErrorCode) ? answer.Message : $"{answer.ErrorCode}: {answer.Message}").TrimEnd('.') + ".";

    private static FindingKind Classify(HttpStatusCode status, SsoProfile profile) => status switch
    {
        HttpStatusCode.Forbidden or HttpStatusCode.NotFound => FindingCatalogue.SsoForbidden,
        HttpStatusCode.TooManyRequests => FindingCatalogue.SsoThrottled,
        >= HttpStatusCode.InternalServerError => FindingCatalogue.SsoUnavailable,
        _ => Required(profile),
    };

    private static FindingKind Required(SsoProfile profile) => FindingCatalogue.SsoSignInRequired with
    {
        Remedy = $"Sign in with aws sso login --profile {profile.ProfileName}, then run this again.",
    };
}

/// <summary>
/// The clients that the SDK's single sign-on asks with. The SDK finds them by reflection, and the native executable has no types that
/// nothing refers to: unregistered, they are a MissingRuntimeDependencyException there.
/// </summary>
internal static class SsoClients
{
    private const int Retries = 2;

    public static void Register()
    {
        var registry = GlobalRuntimeDependencyRegistry.Instance;
        registry.RegisterSSOClient(static context => new AmazonSSOClient(
            new AnonymousAWSCredentials(), Bound(new AmazonSSOConfig { RegionEndpoint = context.SSOClientContextData.Region })));
        registry.RegisterSSOOIDCClient(static context => new AmazonSSOOIDCClient(
            new AnonymousAWSCredentials(), Bound(new AmazonSSOOIDCConfig { RegionEndpoint = context.SSOOIDCClientContextData.Region })));
    }

    private static T Bound<T>(T config)
        where T : ClientConfig
    {
        config.Timeout = SdkConfig.Patience;
        config.MaxErrorRetry = Retries;
        config.HttpClientFactory = new SignInHttpClientFactory();
        return config;
    }
}

/// <summary>
/// The HTTP clients of IAM Identity Center. The SDK reads the sign-in's tokens itself, so only here are they known: an answer loses those
/// that its request sent, before the SDK makes an error of it. No redirect is followed, because it would carry them elsewhere.
/// </summary>
internal sealed class SignInHttpClientFactory : HttpClientFactory
{
    /// <summary>The authorities of the profile that is asked for: the SDK makes its clients itself, from one registration for all.</summary>
    public static AsyncLocal<CertificateBundle?> Bundle { get; } = new();

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(new EchoHandler(new BoundedAnswers(useProxy: true, Bundle.Value))) { Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan };

    public override string GetConfigUniqueString(IClientConfig clientConfig) => $"AssumeRole sign-in {clientConfig.Timeout} {Bundle.Value?.Version}";

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
