namespace AssumeRole.Sandbox.Signing;

/// <summary>The parts of a SigV4 Authorization header; a part that is missing is null.</summary>
/// <param name="Credential">Access key and scope, joined by slashes.</param>
/// <param name="SignedHeaders">The headers that the signature covers, joined by semicolons.</param>
/// <param name="Signature">The signature, in hex.</param>
internal sealed record AuthorizationHeader(string? Credential, string? SignedHeaders, string? Signature)
{
    /// <summary>The only algorithm that STS takes here.</summary>
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Reads what follows the algorithm's name, or gives null if it is no list of name=value.</summary>
    public static AuthorizationHeader? Parse(string value)
    {
        var header = new AuthorizationHeader(null, null, null);
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            switch (part.Split('=', 2))
            {
                case ["Credential", var text]: header = header with { Credential = text }; break;
                case ["SignedHeaders", var text]: header = header with { SignedHeaders = text }; break;
                case ["Signature", var text]: header = header with { Signature = text }; break;
                case [_]: return null;
            }
        }

        return header;
    }
}
