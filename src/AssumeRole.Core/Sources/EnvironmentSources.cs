using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sessions;

namespace AssumeRole.Sources;

internal sealed class EnvironmentSource(IEnvironmentVariables variables) : ICredentialSource
{
    private static readonly KeyNames Names =
        new(SessionVariables.AccessKeyId, SessionVariables.SecretAccessKey, SessionVariables.SessionToken);

    public CredentialSource Source => CredentialSource.Environment;

    public Task<SourceAnswer> TryGetAsync(CancellationToken cancellationToken) => Task.FromResult(Read());

    private SourceAnswer Read()
    {
        var id = variables.GetNonEmpty(SessionVariables.AccessKeyId);
        var secret = variables.GetNonEmpty(SessionVariables.SecretAccessKey);
        if (id is null && secret is null) return SourceAnswer.Absent($"{SessionVariables.AccessKeyId} is not set");

        // Half a pair was meant to be an identity: to go on with the next source would act as another identity.
        if (id is null || secret is null)
        {
            var (there, missing) = id is null
                ? (SessionVariables.SecretAccessKey, SessionVariables.AccessKeyId)
                : (SessionVariables.AccessKeyId, SessionVariables.SecretAccessKey);
            throw FindingCatalogue.VariableInvalid.Error(
                missing, $"{there} is set and {missing} is not.", remedy: "Set both, or unset both.");
        }

        // boto's older name for it. Keys of a user have none, and what is left over in it would spoil them.
        var token = variables.GetNonEmpty(SessionVariables.SessionToken)
            ?? (id.StartsWith("ASIA", StringComparison.Ordinal) ? variables.GetNonEmpty("AWS_SECURITY_TOKEN") : null);
        var keys = AwsKeys.Create(Names, id, secret, token, (name, fault) => FindingCatalogue.VariableInvalid.Error(
            name, fault, remedy: $"Set {name} again, without line ends: a Kubernetes secret made with echo has one, and so has a file of Windows."));
        return SourceAnswer.Found(new SourceCredentials(keys, $"environment keys {keys}") { Source = Source });
    }
}

/// <summary>
/// The token file that AWS_WEB_IDENTITY_TOKEN_FILE names. With AWS_ROLE_ARN the token gives that role's session, as in every SDK;
/// without, the token itself stands for the caller at the chain's first hop.
/// </summary>
internal sealed class WebIdentitySource(IEnvironmentVariables variables, IRoleSessionSource sessions) : ICredentialSource
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
            new SourceCredentials(session.ToKeys(), $"web identity role {request.Role.Name}", session.Expiration) { Source = Source });
    }
}
