using System.Globalization;
using AssumeRole.Roles;

namespace AssumeRole.Policies;

/// <summary>
/// A call for a role: the actions that must be allowed, and the context keys of the call (Service Authorization Reference,
/// "AWS Security Token Service"; STS API reference, AssumeRole).
/// </summary>
internal sealed record RoleCall(string Action, string SessionName)
{
    public const string AssumeRole = "sts:AssumeRole";

    public const string AssumeRoleWithWebIdentity = "sts:AssumeRoleWithWebIdentity";

    public const string AssumeRoleWithSaml = "sts:AssumeRoleWithSAML";

    /// <summary>Required as well if the session has tags.</summary>
    public const string TagSession = "sts:TagSession";

    /// <summary>Required as well if the session has a source identity, also an inherited one.</summary>
    public const string SetSourceIdentity = "sts:SetSourceIdentity";

    /// <summary>The actions of calls that sign with keys.</summary>
    public static readonly string[] SignedActions = [AssumeRole, TagSession, SetSourceIdentity];

    public string? ExternalId { get; init; }

    public string? SourceIdentity { get; init; }

    public bool WithMfa { get; init; }

    public IReadOnlyList<SessionTag> Tags { get; init; } = [];

    public IReadOnlyList<string> TransitiveTagKeys { get; init; } = [];

    public IEnumerable<string> Actions
    {
        get
        {
            yield return Action;
            if (Tags.Count > 0) yield return TagSession;
            if (SourceIdentity is not null) yield return SetSourceIdentity;
        }
    }

    public static RoleCall Of(RoleRequest request, AccessPrincipal caller)
    {
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

    /// <summary>Adds the keys of the call to those of the caller and the connection.</summary>
    public RequestContext AddTo(RequestContext context)
    {
        context = context.With("sts:RoleSessionName", SessionName);
        if (ExternalId is not null) context = context.With("sts:ExternalId", ExternalId);
        if (SourceIdentity is not null) context = context.With("sts:SourceIdentity", SourceIdentity);
        if (WithMfa) context = context.With("aws:MultiFactorAuthPresent", "true").With("aws:MultiFactorAuthAge", "0");
        context = context.With("aws:TagKeys", Tags.Select(tag => tag.Key)).With("sts:TransitiveTagKeys", TransitiveTagKeys);
        return Tags.Aggregate(context, (keys, tag) => keys.With($"aws:RequestTag/{tag.Key}", tag.Value));
    }
}

/// <summary>
/// The context of a call for a role as far as it is known before the call: keys with values, keys that the call certainly
/// lacks, and all others, which depend on where the call comes from and are never guessed.
/// </summary>
internal sealed class KnownContext(AccessPrincipal caller, IReadOnlySet<string> given, RequestContext keys)
{
    private const string PrincipalArn = "aws:PrincipalArn";

    /// <summary>Keys that only the call itself sets, or that only other kinds of call have: absent unless they are set.</summary>
    private static readonly HashSet<string> SettledByCall = new(StringComparer.OrdinalIgnoreCase)
    {
        "sts:ExternalId", "sts:SourceIdentity", "sts:TransitiveTagKeys", "aws:TagKeys",
        "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge", "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast",
    };

    /// <summary>Keys that only services send, so that calls of users and roles lack them.</summary>
    private static readonly HashSet<string> OfServices = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths",
        "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList",
    };

    public RequestContext Keys => keys;

    /// <summary>
    /// The context of a call. <paramref name="given"/> is the user's own knowledge and overrides the rest; a key without
    /// values is absent.
    /// </summary>
    public static KnownContext Of(
        AccessPrincipal caller, RoleCall call, string resourceAccount, DateTimeOffset now,
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

    /// <summary>The same without the name of a caller that stands for any role of its account.</summary>
    public KnownContext WithoutCallerName() =>
        given.Contains(PrincipalArn) ? this : new KnownContext(caller, given, keys.With(PrincipalArn));

    /// <summary>Whether neither the value nor the presence of a key is known.</summary>
    public bool IsUnknown(string key)
    {
        if (given.Contains(key) || keys[key].Count > 0 || SettledByCall.Contains(key)) return false;
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
