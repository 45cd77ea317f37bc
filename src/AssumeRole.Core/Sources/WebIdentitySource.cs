using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sessions;

namespace AssumeRole.Sources;

/// <summary>
/// The token file that AWS_WEB_IDENTITY_TOKEN_FILE names. With AWS_ROLE_ARN the token gives that role's session, as in every SDK;
/// without, the token itself stands for the caller at the chain's first hop.
/// </summary>
internal sealed class WebIdentitySource(IEnvironmentVariables variables, IRoleSessionSource sessions) : IBaseCredentialSource
{
    private const string TokenFileVariable = "AWS_WEB_IDENTITY_TOKEN_FILE";
    private const string RoleVariable = "AWS_ROLE_ARN";
    private const string SessionNameVariable = "AWS_ROLE_SESSION_NAME";
    private const string DefaultSessionName = "assumerole-web-identity";

    public CredentialSource Source => CredentialSource.WebIdentity;

    /// <summary>The token of a caller who has no role of its own to start from, or null.</summary>
    public WebIdentity? BareToken =>
        variables.GetNonEmpty(TokenFileVariable) is { } file && variables.GetNonEmpty(RoleVariable) is null
            ? new WebIdentity(null, file)
            : null;

    public async Task<SourceAnswer> TryGetAsync(CancellationToken cancellationToken)
    {
        if (variables.GetNonEmpty(TokenFileVariable) is not { } file) return SourceAnswer.Absent($"{TokenFileVariable} is not set");
        if (variables.GetNonEmpty(RoleVariable) is not { } role)
        {
            throw FindingCatalogue.VariableInvalid.Error(
                RoleVariable,
                $"{TokenFileVariable} is set and {RoleVariable} is not.",
                remedy: $"Set both, or unset both. -Source WebIdentity takes the token itself for the chain's first hop.");
        }

        var request = new RoleRequest
        {
            Role = RoleArn.Parse(role, RoleVariable),
            SessionName = RoleRequestRules.SessionName(
                variables.GetNonEmpty(SessionNameVariable) ?? DefaultSessionName, SessionNameVariable),
            WebIdentity = new WebIdentity(null, file),
        };
        var session = await sessions.AssumeAsync(request, null, null, cancellationToken).ConfigureAwait(false);
        return SourceAnswer.Found(
            new BaseCredentials(session.ToKeys(), $"web identity role {request.Role.Name}", session.Expiration) { Source = Source });
    }
}
