using System.Globalization;
using AssumeRole.Roles;

namespace AssumeRole.Policies;

/// <summary>The actions and context keys of a call for a role (Service Authorization Reference, "AWS Security Token Service").</summary>
internal sealed record RoleCall(string Action, RoleRequest Request)
{
    public const string AssumeRole = "sts:AssumeRole";

    public const string AssumeRoleWithWebIdentity = "sts:AssumeRoleWithWebIdentity";

    public const string AssumeRoleWithSaml = "sts:AssumeRoleWithSAML";

    /// <summary>Required as well if the session has tags.</summary>
    public const string TagSession = "sts:TagSession";

    /// <summary>Required as well if the session has a source identity, also an inherited one.</summary>
    public const string SetSourceIdentity = "sts:SetSourceIdentity";

    public static readonly string[] SignedActions = [AssumeRole, TagSession, SetSourceIdentity];

    public IEnumerable<string> Actions
    {
        get
        {
            yield return Action;
            if (Request.Tags.Count > 0) yield return TagSession;
            if (Request.SourceIdentity is not null) yield return SetSourceIdentity;
        }
    }

    public static RoleCall Create(RoleRequest request, AccessPrincipal caller)
    {
        if (caller.Type != PolicyPrincipalType.Federated) return new RoleCall(AssumeRole, request);
        var isSaml = caller.Name.Contains(":saml-provider/", StringComparison.Ordinal);
        return new RoleCall(isSaml ? AssumeRoleWithSaml : AssumeRoleWithWebIdentity, request);
    }

    public RequestContext AddTo(RequestContext context)
    {
        context = context.With("sts:RoleSessionName", Request.SessionName);
        if (Request.ExternalId is not null) context = context.With("sts:ExternalId", Request.ExternalId);
        if (Request.SourceIdentity is not null) context = context.With("sts:SourceIdentity", Request.SourceIdentity);
        if (Request.Mfa is not null) context = context.With("aws:MultiFactorAuthPresent", "true").With("aws:MultiFactorAuthAge", "0");
        context = context.With("aws:TagKeys", Request.Tags.Select(tag => tag.Key)).With("sts:TransitiveTagKeys", Request.TransitiveTagKeys);
        return Request.Tags.Aggregate(context, (keys, tag) => keys.With($"aws:RequestTag/{tag.Key}", tag.Value));
    }
}

/// <summary>What is known before the call: keys with values, and keys that it certainly lacks. All others are never guessed.</summary>
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

    /// <summary><paramref name="given"/> overrides the rest; a key without values is absent.</summary>
    public static KnownContext Create(
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
        if (caller.Type == PolicyPrincipalType.Aws) keys = AddCaller(keys, caller);
        keys = call.AddTo(keys);
        foreach (var (key, values) in given) keys = keys.With(key, values);
        return new KnownContext(caller, new HashSet<string>(given.Keys, StringComparer.OrdinalIgnoreCase), keys);
    }

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

    private static RequestContext AddCaller(RequestContext keys, AccessPrincipal caller)
    {
        if (caller.Account is { } account) keys = keys.With("aws:PrincipalAccount", account);
        keys = keys.With("aws:PrincipalType", caller.RoleArn is null ? "User" : "AssumedRole");

        // A session made without a code says so; a user's own keys do not even have the key.
        return caller.RoleArn is null
            ? keys.With(PrincipalArn, caller.Name)
            : keys.With(PrincipalArn, caller.RoleArn).With("aws:MultiFactorAuthPresent", "false");
    }
}
