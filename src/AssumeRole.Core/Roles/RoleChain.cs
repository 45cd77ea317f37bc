using AssumeRole.Findings;
using AssumeRole.Sessions;

namespace AssumeRole.Roles;

/// <summary>The hops from the source credentials to the role that is wanted, in order, each checked.</summary>
/// <param name="Hops">At least one request.</param>
/// <param name="DurationDefaulted">Whether no duration was given.</param>
public sealed record RoleChain(IReadOnlyList<RoleRequest> Hops, bool DurationDefaulted)
{
    /// <summary>The variable that names the role of a task.</summary>
    public const string RoleArnVariable = "aws_assume_role_arn";

    /// <summary>The variable that holds a session's duration in seconds.</summary>
    public const string DurationVariable = "aws_assume_role_duration";

    /// <summary>The variable that names a task's session.</summary>
    public const string SessionNameVariable = "aws_assume_role_session_name";

    /// <summary>The session name if none is given, as in the bash helper.</summary>
    public const string DefaultSessionName = "concourse-task";

    /// <summary>What a task's log says if no duration is given, in the words of the bash helper.</summary>
    public static string DefaultDurationNotice { get; } =
        $"{DurationVariable} not provided. Defaulting to 1hr ({SessionDuration.Default} seconds) session length";

    /// <summary>The code that was given without a device: it is for the mfa_serial of the profile that the chain starts from.</summary>
    public string? ProfileTokenCode { get; init; }

    /// <summary>The role that the chain ends in.</summary>
    public RoleRequest Target => Hops[^1];

    /// <summary>
    /// Fills in the aws_assume_role_* variables, checks every field and lays each on its hop. Source identity, MFA, web identity
    /// and transitive tags go to the first hop (later ones inherit them; STS refuses a transitive key that is passed again);
    /// external id, policies, other tags and the duration to the last; the session name to all.
    /// </summary>
    /// <exception cref="AssumeRoleException">The first fault found. Nothing has been sent.</exception>
    internal static RoleChain Plan(RoleChainRequest request, IEnvironmentVariables variables)
    {
        RoleArn[] roles = [.. request.Via.Select(role => RoleArn.Parse(role, "-Via")), GetRole(request, variables)];
        var sessionName = GetSessionName(request, variables);
        var duration = GetDuration(request, variables);
        RoleRequestRules.CheckSourceIdentity(request.SourceIdentity);
        RoleRequestRules.CheckExternalId(request.ExternalId);
        SessionPolicyRules.Check(request.Policy, request.PolicyArns);
        SessionTagRules.Check(request.Tags, request.TransitiveTagKeys);
        var mfa = RoleRequestRules.Mfa(request.SerialNumber, request.TokenCode);
        var webIdentity = GetWebIdentity(request);

        var hops = roles.Select(role => new RoleRequest { Role = role, SessionName = sessionName }).ToArray();
        hops[^1] = hops[^1] with
        {
            Duration = duration ?? new SessionDuration(SessionDuration.Default),
            ExternalId = request.ExternalId,
            Policy = request.Policy,
            PolicyArns = request.PolicyArns,
            Tags = [.. request.Tags.Where(tag => !IsTransitive(tag, request))],
        };
        hops[0] = hops[0] with
        {
            SourceIdentity = request.SourceIdentity,
            Mfa = mfa,
            WebIdentity = webIdentity,
            Tags = [.. request.Tags.Where(tag => IsTransitive(tag, request)), .. hops[0].Tags],
            TransitiveTagKeys = request.TransitiveTagKeys,
        };
        if (webIdentity is not null) CheckUnsigned(hops[0]);
        return new RoleChain(hops, duration is null) { ProfileTokenCode = mfa is null ? request.TokenCode : null };
    }

    /// <summary>The same chain with a token that stands for the caller at its first hop.</summary>
    /// <exception cref="AssumeRoleException">ParameterConflict, if that hop has a field which needs a signed call.</exception>
    public RoleChain WithWebIdentity(WebIdentity identity)
    {
        var first = Hops[0] with { WebIdentity = identity };
        CheckUnsigned(first);
        return this with { Hops = [first, .. Hops.Skip(1)] };
    }

    private static RoleArn GetRole(RoleChainRequest request, IEnvironmentVariables variables)
    {
        var text = request.RoleArn ?? variables.GetNonEmpty(RoleArnVariable);
        return string.IsNullOrWhiteSpace(text)
            ? throw FindingCatalogue.RoleArnMissing.Error(
                RoleArnVariable, request.RoleArn is null ? string.Empty : "-RoleArn was given and is empty.")
            : RoleArn.Parse(text, request.RoleArn is null ? RoleArnVariable : "-RoleArn");
    }

    private static SessionDuration? GetDuration(RoleChainRequest request, IEnvironmentVariables variables)
    {
        if (request.DurationSeconds is not null) return SessionDuration.Parse(request.DurationSeconds, "-DurationSeconds");
        return variables.GetNonEmpty(DurationVariable) is { } text ? SessionDuration.Parse(text, DurationVariable) : null;
    }

    private static string GetSessionName(RoleChainRequest request, IEnvironmentVariables variables) =>
        request.RoleSessionName is { } given
            ? RoleRequestRules.SessionName(given, "-RoleSessionName")
            : RoleRequestRules.SessionName(variables.GetNonEmpty(SessionNameVariable) ?? DefaultSessionName, SessionNameVariable);

    private static WebIdentity? GetWebIdentity(RoleChainRequest request) =>
        (request.WebIdentityToken, request.WebIdentityTokenFile) switch
        {
            (null, null) => null,
            (not null, not null) => throw FindingCatalogue.ParameterConflict.Error(
                "WebIdentityToken", "-WebIdentityToken and -WebIdentityTokenFile were both given."),
            (_, "") => throw FindingCatalogue.WebIdentityInvalid.Error(
                "WebIdentityTokenFile", "-WebIdentityTokenFile was given and is empty."),
            var (token, file) => new WebIdentity(token, file),
        };

    private static bool IsTransitive(SessionTag tag, RoleChainRequest request) =>
        request.TransitiveTagKeys.Contains(tag.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>AssumeRoleWithWebIdentity has none of these fields; the token's own claims carry tags and source identity.</summary>
    private static void CheckUnsigned(RoleRequest hop)
    {
        var field = hop switch
        {
            { ExternalId: not null } => "-ExternalId",
            { Tags.Count: > 0 } => "-Tag",
            { SourceIdentity: not null } => "-SourceIdentity",
            { Mfa: not null } => "-SerialNumber",
            _ => null,
        };
        if (field is not null)
            throw FindingCatalogue.ParameterConflict.Error(
                field.TrimStart('-'),
                $"The hop to {hop.Role} is made with a web identity token, where AWS has no place for {field}.",
                remedy: $"Leave {field} out, or put a role that is assumed with the token before this one with -Via.");
    }
}
