using AssumeRole.Http;
using AssumeRole.Sandbox.Protocol;

namespace AssumeRole.Sandbox.Signing;

/// <summary>The signature of a request, from its Authorization header or from its query.</summary>
/// <param name="Signature">In hex, as given.</param>
/// <param name="SessionToken">The session token, whether or not the signature covers it.</param>
internal sealed record RequestSignature(
    string AccessKeyId, CredentialScope Scope, IReadOnlyList<string> SignedHeaders, string Signature, DateTimeOffset Time, string? SessionToken)
{
    private const string AlgorithmParameter = "X-Amz-Algorithm";
    private const string CredentialParameter = "X-Amz-Credential";
    private const string DateName = "X-Amz-Date";
    private const string SignedHeadersParameter = "X-Amz-SignedHeaders";
    private const string TokenName = "X-Amz-Security-Token";

    public static (RequestSignature? Signature, AwsError? Error) Read(HttpRequest request, QueryParameters query)
    {
        if (request.Headers["Authorization"] is { } header) return ReadHeader(header, request.Headers);
        return query[AlgorithmParameter] is null && query[CanonicalRequest.SignatureParameter] is null
            ? (null, StsErrors.MissingAuthenticationToken)
            : ReadQuery(query);
    }

    public bool IsOf(HttpRequest request, Secret secretAccessKey)
    {
        var canonical = CanonicalRequest.Of(
            request.Method, request.Path, request.Query, request.Headers.All(), SignedHeaders, request.Body.Span);
        var stringToSign = SignatureVersion4.StringToSign(AwsTime.FormatBasic(Time), Scope, canonical);
        return SignatureVersion4.IsSame(SignatureVersion4.Sign(secretAccessKey.Reveal(), Scope, stringToSign), Signature);
    }

    private static (RequestSignature? Signature, AwsError? Error) ReadHeader(string value, HttpHeaders headers)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        var algorithm = space < 0 ? value : value[..space];
        if (algorithm != SignatureVersion4.Algorithm) return Incomplete($"Unsupported AWS 'algorithm': '{algorithm}'.");
        var parts = value[algorithm.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!parts.All(part => part.Contains('=')))
            return Incomplete("A part of the Authorization header is not a valid key=value pair (missing equal-sign).");

        string? Find(string name) =>
            parts.LastOrDefault(part => part.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
        var (credential, signature, signedHeaders) = (Find("Credential"), Find("Signature"), Find("SignedHeaders"));
        var date = headers[DateName] ?? headers["Date"];
        var complaint = Missing(
            [
                (credential, "Authorization header requires 'Credential' parameter. "),
                (signature, "Authorization header requires 'Signature' parameter. "),
                (signedHeaders, "Authorization header requires 'SignedHeaders' parameter. "),
                (date, "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "),
            ]);
        if (complaint.Length > 0) return Incomplete($"{complaint}Authorization={SignatureVersion4.Algorithm}");
        return Read(credential!, signedHeaders!, signature!, date!, headers[TokenName]);
    }

    private static (RequestSignature? Signature, AwsError? Error) ReadQuery(QueryParameters query)
    {
        if (query[AlgorithmParameter] is { } algorithm && algorithm != SignatureVersion4.Algorithm)
            return Incomplete($"Unsupported AWS 'algorithm': '{algorithm}'.");
        string[] names =
            [AlgorithmParameter, CredentialParameter, CanonicalRequest.SignatureParameter, SignedHeadersParameter, DateName];
        var complaint = Missing(names.Select(name => (query[name], $"AWS query-string parameters must include '{name}'. ")));
        if (complaint.Length > 0) return Incomplete($"{complaint}Re-examine the query-string parameters.");
        return Read(
            query[CredentialParameter]!,
            query[SignedHeadersParameter]!,
            query[CanonicalRequest.SignatureParameter]!,
            query[DateName]!,
            query[TokenName]);
    }

    private static (RequestSignature? Signature, AwsError? Error) Read(
        string credential, string signedHeaders, string signature, string date, string? token)
    {
        if (AwsTime.ParseBasic(date) is not { } time)
            return Incomplete($"Date must be in ISO-8601 'basic format'. Got '{date}'. See http://en.wikipedia.org/wiki/ISO_8601");
        if (credential.Split('/') is not [var key, var day, var region, var service, var terminator])
        {
            return Incomplete(
                $"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}'");
        }

        var scope = new CredentialScope(day, region, service, terminator);
        var names = signedHeaders.Split(';', StringSplitOptions.RemoveEmptyEntries);
        return (new RequestSignature(key, scope, names, signature, time, token), null);
    }

    private static string Missing(IEnumerable<(string? Value, string Sentence)> parts) =>
        string.Concat(parts.Where(part => part.Value is null).Select(part => part.Sentence));

    private static (RequestSignature? Signature, AwsError? Error) Incomplete(string message) =>
        (null, StsErrors.IncompleteSignature(message));
}
