namespace AssumeRole.Sandbox.Signing;

/// <summary>What a signing key is good for: a day, a region, a service.</summary>
/// <param name="Date">The day, yyyyMMdd.</param>
/// <param name="Region">The region.</param>
/// <param name="Service">The service, such as sts.</param>
/// <param name="Terminator">aws4_request, or the scope is none.</param>
internal sealed record CredentialScope(string Date, string Region, string Service, string Terminator)
{
    /// <summary>The only terminator there is.</summary>
    public const string Version4 = "aws4_request";

    /// <summary>The scope as it stands in a string to sign.</summary>
    public override string ToString() => $"{Date}/{Region}/{Service}/{Terminator}";
}
