using System.Globalization;

namespace AssumeRole.Policies;

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
