namespace AssumeRole.Endpoint;

/// <summary>Where a role is served, for whoever shall have it.</summary>
/// <param name="Route">The route's name in the log.</param>
/// <param name="RoleName">The role's name.</param>
/// <param name="Dialect">How to ask.</param>
/// <param name="Address">The address; see <see cref="Value"/> for what to tell clients.</param>
/// <param name="Token">What AWS_CONTAINER_AUTHORIZATION_TOKEN is to say; null for instance metadata, whose clients fetch theirs.</param>
internal sealed record CredentialAddress(string Route, string RoleName, CredentialDialect Dialect, Uri Address, Secret? Token)
{
    /// <summary>
    /// What AWS_CONTAINER_CREDENTIALS_FULL_URI or, for instance metadata, AWS_EC2_METADATA_SERVICE_ENDPOINT is to say: without a slash at
    /// the end, behind which the SDK for .NET would put another.
    /// </summary>
    public string Value => Dialect == CredentialDialect.Container ? Address.ToString() : Address.GetLeftPart(UriPartial.Authority);
}
