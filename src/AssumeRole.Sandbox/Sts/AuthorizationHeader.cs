namespace AssumeRole.Sandbox.Sts;

/// <summary>The parts of a SigV4 Authorization header.</summary>
/// <param name="AccessKeyId">Whose key signed.</param>
/// <param name="Date">The day of the scope, yyyyMMdd.</param>
/// <param name="Region">The region of the scope.</param>
/// <param name="Service">The service of the scope.</param>
/// <param name="SignedHeaders">The headers that the signature covers.</param>
/// <param name="Signature">The signature, in hex.</param>
internal sealed record AuthorizationHeader(
    string AccessKeyId, string Date, string Region, string Service, IReadOnlyList<string> SignedHeaders, string Signature)
{
    private const string Algorithm = "AWS4-HMAC-SHA256 ";

    /// <summary>Reads a header, or gives null if it is no SigV4 header or a part is missing.</summary>
    public static AuthorizationHeader? Parse(string value)
    {
        if (!value.StartsWith(Algorithm, StringComparison.Ordinal)) return null;
        string? credential = null, signedHeaders = null, signature = null;
        foreach (var part in value[Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries))
        {
            switch (part.Split('=', 2))
            {
                case ["Credential", var text]: credential = text; break;
                case ["SignedHeaders", var text]: signedHeaders = text; break;
                case ["Signature", var text]: signature = text; break;
                default: return null;
            }
        }

        if (signedHeaders is null || signature is null) return null;
        return credential?.Split('/') is [var key, var date, var region, var service, "aws4_request"]
            ? new AuthorizationHeader(key, date, region, service, signedHeaders.Split(';'), signature)
            : null;
    }
}
