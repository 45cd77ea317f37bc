using System.Globalization;
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

/// <summary>
/// What can be known of a call for a role before it is made: keys with their values, keys that it certainly lacks, and all
/// others, which depend on where the call comes from and are never guessed.
/// </summary>
internal sealed class KnownContext
{
    private const string PrincipalArn = "aws:PrincipalArn";

    /// <summary>Keys that only the call itself can bring, or that only other kinds of call have: absent unless they are set.</summary>
    private static readonly HashSet<string> SettledByCall = new(StringComparer.OrdinalIgnoreCase)
    {
        "sts:ExternalId", "sts:SourceIdentity", "sts:TransitiveTagKeys", "aws:TagKeys",
        "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge", "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast",
    };

    /// <summary>Keys that services alone bring with their calls, so that a user's or a role's call lacks them.</summary>
    private static readonly HashSet<string> OfServices = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths",
        "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList",
    };

    private readonly AccessPrincipal caller;
    private readonly HashSet<string> given;

    private KnownContext(AccessPrincipal caller, HashSet<string> given, RequestContext keys)
    {
        this.caller = caller;
        this.given = given;
        Keys = keys;
    }

    /// <summary>The keys that have values.</summary>
    public RequestContext Keys { get; }

    /// <summary>What is known of a call.</summary>
    /// <param name="caller">Who makes it.</param>
    /// <param name="call">What it sends.</param>
    /// <param name="resourceAccount">The account of the role.</param>
    /// <param name="now">The time of the call.</param>
    /// <param name="given">What the user says of it, which outranks everything else; no values mean that the key is absent.</param>
    public static KnownContext Of(
        AccessPrincipal caller,
        RoleCall call,
        string resourceAccount,
        DateTimeOffset now,
        IReadOnlyDictionary<string, IReadOnlyList<string>> given)
    {
        // STS answers over https alone (AWS general reference, "service endpoints"), and no service stands between the two.
        var keys = RequestContext.Empty
            .With("aws:CurrentTime", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
            .With("aws:EpochTime", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
            .With("aws:SecureTransport", "true")
            .With("aws:ViaAWSService", "false")
            .With("aws:ResourceAccount", resourceAccount)
            .With("aws:PrincipalIsAWSService", caller.Type == PolicyPrincipalType.Service ? "true" : "false");
        if (caller.Type == PolicyPrincipalType.Aws) keys = OfCaller(keys, caller);
        keys = call.AddTo(keys);
        foreach (var (key, values) in given) keys = keys.With(key, values);
        return new KnownContext(caller, new HashSet<string>(given.Keys, StringComparer.OrdinalIgnoreCase), keys);
    }

    /// <summary>The same without the caller's name, for a caller that stands for any role of its account.</summary>
    public KnownContext WithoutCallerName() =>
        given.Contains(PrincipalArn) ? this : new KnownContext(caller, given, Keys.With(PrincipalArn));

    /// <summary>Whether nobody can say what value a key has, or whether it has one.</summary>
    public bool IsUnknown(string key)
    {
        if (given.Contains(key) || Keys[key].Count > 0 || SettledByCall.Contains(key)) return false;
        if (key.StartsWith("aws:RequestTag/", StringComparison.OrdinalIgnoreCase)) return false;
        if (caller.Type != PolicyPrincipalType.Aws) return true;

        // A role's session has no user name (IAM guide, "request information", aws:username).
        var isOfUsers = key.Equals("aws:username", StringComparison.OrdinalIgnoreCase);
        return isOfUsers ? caller.RoleArn is null : !OfServices.Contains(key);
    }

    private static RequestContext OfCaller(RequestContext keys, AccessPrincipal caller)
    {
        if (caller.Account is { } account) keys = keys.With("aws:PrincipalAccount", account);
        keys = keys.With("aws:PrincipalType", caller.RoleArn is null ? "User" : "AssumedRole");

        // A session made without a code says so; a user's own keys do not even have the key.
        return caller.RoleArn is null
            ? keys.With(PrincipalArn, caller.Name)
            : keys.With(PrincipalArn, caller.RoleArn).With("aws:MultiFactorAuthPresent", "false");
    }
}
