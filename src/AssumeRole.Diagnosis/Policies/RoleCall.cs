using AssumeRole.Roles;

namespace AssumeRole.Policies;

/// <summary>
/// What a call for a role says about itself: the actions that must be allowed, and the context keys that conditions see (Service
/// Authorization Reference, "AWS Security Token Service"; STS API reference, AssumeRole).
/// </summary>
/// <param name="Action">sts:AssumeRole, or its form for a token or an assertion.</param>
/// <param name="SessionName">The name of the session to be.</param>
public sealed record RoleCall(string Action, string SessionName)
{
    /// <summary>The action for callers that sign with keys, and for services.</summary>
    public const string AssumeRole = "sts:AssumeRole";

    /// <summary>The action for callers with an OIDC token.</summary>
    public const string AssumeRoleWithWebIdentity = "sts:AssumeRoleWithWebIdentity";

    /// <summary>The action for callers with a SAML assertion.</summary>
    public const string AssumeRoleWithSaml = "sts:AssumeRoleWithSAML";

    /// <summary>What must be allowed beside it when the session gets tags.</summary>
    public const string TagSession = "sts:TagSession";

    /// <summary>What must be allowed beside it when the session has a source identity, an inherited one too.</summary>
    public const string SetSourceIdentity = "sts:SetSourceIdentity";

    /// <summary>The external id that is sent, or null.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The source identity of the session to be, or null.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>Whether an MFA code is sent along.</summary>
    public bool WithMfa { get; init; }

    /// <summary>The tags of the session to be.</summary>
    public IReadOnlyList<SessionTag> Tags { get; init; } = [];

    /// <summary>The keys of those tags that later hops inherit.</summary>
    public IReadOnlyList<string> TransitiveTagKeys { get; init; } = [];

    /// <summary>The actions, each of which must be allowed.</summary>
    public IEnumerable<string> Actions
    {
        get
        {
            yield return Action;
            if (Tags.Count > 0) yield return TagSession;
            if (SourceIdentity is not null) yield return SetSourceIdentity;
        }
    }

    /// <summary>The call that a request for a role makes.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">Who makes it: a provider's users come with a token or an assertion.</param>
    public static RoleCall Of(RoleRequest request, AccessPrincipal caller)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        var action = caller switch
        {
            { Type: PolicyPrincipalType.Federated } when caller.Name.Contains(":saml-provider/", StringComparison.Ordinal) =>
                AssumeRoleWithSaml,
            { Type: PolicyPrincipalType.Federated } => AssumeRoleWithWebIdentity,
            _ => AssumeRole,
        };
        return new RoleCall(action, request.SessionName)
        {
            ExternalId = request.ExternalId,
            SourceIdentity = request.SourceIdentity,
            WithMfa = request.Mfa is not null,
            Tags = request.Tags,
            TransitiveTagKeys = request.TransitiveTagKeys,
        };
    }

    /// <summary>Adds the call's own keys to those of the caller and the connection.</summary>
    /// <param name="context">What is known of the caller and the connection.</param>
    public RequestContext AddTo(RequestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context = context.With("sts:RoleSessionName", SessionName);
        if (ExternalId is not null) context = context.With("sts:ExternalId", ExternalId);
        if (SourceIdentity is not null) context = context.With("sts:SourceIdentity", SourceIdentity);
        if (WithMfa) context = context.With("aws:MultiFactorAuthPresent", "true").With("aws:MultiFactorAuthAge", "0");
        context = context
            .With("aws:TagKeys", Tags.Select(tag => tag.Key))
            .With("sts:TransitiveTagKeys", TransitiveTagKeys);
        return Tags.Aggregate(context, (keys, tag) => keys.With($"aws:RequestTag/{tag.Key}", tag.Value));
    }
}
