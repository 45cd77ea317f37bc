using AssumeRole.Credentials;
using AssumeRole.Cryptography;
using AssumeRole.Files;
using AssumeRole.Findings;
using AssumeRole.Metadata;
using AssumeRole.Sessions;

namespace AssumeRole.Sources;

/// <summary>The credential endpoint of ECS, EKS Pod Identity or Greengrass (AWS SDK reference, "Container credential provider").</summary>
internal sealed class ContainerSource(HttpClient http, IEnvironmentVariables variables, TimeProvider time) : ICredentialSource
{
    private const string RelativeVariable = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    private const string FullVariable = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    private const string TokenVariable = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
    private const string TokenFileVariable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
    private const int Attempts = 3;
    private const int LongestToken = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public CredentialSource Source => CredentialSource.Container;

    public async Task<SourceAnswer> TryGetAsync(CancellationToken cancellationToken)
    {
        if (FindAddress() is not { } address) return SourceAnswer.Absent($"{RelativeVariable} and {FullVariable} are not set");
        OpenSsl.RequireFor(address);
        var authorization = await ReadAuthorizationAsync(cancellationToken).ConfigureAwait(false);
        var text = await GetAsync(address, authorization, cancellationToken).ConfigureAwait(false);
        return SourceAnswer.Found(Parse(address, text));
    }

    private Uri? FindAddress()
    {
        if (variables.GetFilled(RelativeVariable) is { } relative)
            return new Uri("http://169.254.170.2" + (relative[0] == '/' ? relative : "/" + relative));
        if (variables.GetFilled(FullVariable) is not { } full) return null;
        if (!Uri.TryCreate(full, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw FindingCatalogue.VariableInvalid.Error(FullVariable, $"{FullVariable} is not an http or https address.");
        // Over plain http the token and the keys would be readable on the way.
        return uri.Scheme == "https" || IsTrustedHost(uri)
            ? uri
            : throw FindingCatalogue.VariableInvalid.Error(
                FullVariable, $"{FullVariable} names the host {uri.Host} over http; only loopback and the container services may be.");
    }

    private static bool IsTrustedHost(Uri uri) =>
        uri.IsLoopback || uri.Host is "169.254.170.2" or "169.254.170.23" or "[fd00:ec2::23]";

    private async Task<string?> ReadAuthorizationAsync(CancellationToken cancellationToken)
    {
        var token = variables.GetNonEmpty(TokenVariable);
        if (variables.GetNonEmpty(TokenFileVariable) is { } file)
        {
            try
            {
                token = (await BoundedFile.ReadTextAsync(file, LongestToken, cancellationToken, time).ConfigureAwait(false)).TrimEnd('\r', '\n');
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw FindingCatalogue.ContainerCredentialsUnavailable.Error(file, error.Message, inner: error);
            }
        }

        var origin = variables.GetNonEmpty(TokenFileVariable) is null ? TokenVariable : TokenFileVariable;
        return token is null || HeaderText.FindFault(token) is not { } fault
            ? token
            : throw FindingCatalogue.VariableInvalid.Error(origin, $"The authorization token {fault}.");
    }

    private async Task<string> GetAsync(Uri address, string? authorization, CancellationToken cancellationToken)
    {
        var options = new MetadataOptions(address, Disabled: false, Patience, Attempts) { Pause = Pause };
        var transport = new MetadataTransport(http, options, time);
        // A scheme such as Bearer may stand before the token.
        var secrets = SecretsOfCall.Of(authorization, authorization?.Split(' ')[^1]);
        Task<MetadataAnswer> SendAsync(CancellationToken over) => transport.SendAsync(CreateRequest(address, authorization), secrets, over);
        var answer = await MetadataRetry.ReadAsync(options, isJson: true, SendAsync, time, cancellationToken).ConfigureAwait(false);
        if (answer.Has(200)) return answer.Body;
        if (answer.Error is AssumeRoleException fault) throw fault;
        var seen = answer.Kind switch
        {
            MetadataAnswerKind.Complete => $"It answered {answer.Status}. {answer.Refusal}".TrimEnd(),
            MetadataAnswerKind.Silent or MetadataAnswerKind.Slow => $"It did not answer within {Patience.TotalSeconds:0} s; it was asked {Attempts} times.",
            _ => answer.Reason,
        };
        throw FindingCatalogue.ContainerCredentialsUnavailable.Error(address.WithoutSecrets(), seen, inner: answer.Error);
    }

    private static HttpRequestMessage CreateRequest(Uri address, string? authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("application/json");
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return request;
    }

    private SourceCredentials Parse(Uri address, string text)
    {
        var document = CredentialDocument.Parse(text, FindingCatalogue.ContainerCredentialsUnavailable, address.WithoutSecrets());
        var keys = document.ReadKeys(KeyNames.OfMetadata, document.ReadReason() ?? "Its document has no keys.");
        return new SourceCredentials(keys, $"container endpoint {address.WithoutSecrets()}", document.Expiration) { Source = Source };
    }
}
