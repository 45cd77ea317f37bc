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
    public const string PrincipalArn = "aws:PrincipalArn";

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

    /// <summary>Services whose keys are of their own requests, never of one to STS (Service Authorization Reference).</summary>
    private static readonly HashSet<string> OtherServices = new(StringComparer.OrdinalIgnoreCase)
    {
        "acm", "apigateway", "athena", "autoscaling", "backup", "cloudformation", "cloudfront", "cloudwatch", "dynamodb", "ecr", "ecs",
        "eks", "elasticloadbalancing", "events", "kinesis", "kms", "logs", "organizations", "rds", "route53", "s3", "secretsmanager", "sns", "sqs",
    };

    public AccessPrincipal Caller => caller;

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

    /// <summary>Whether neither the value nor the presence of a key is known.</summary>
    public bool IsUnknown(string key)
    {
        if (given.Contains(key)) return false;
        if (key.Equals(PrincipalArn, StringComparison.OrdinalIgnoreCase) && caller.Doubt != PrincipalDoubt.None) return true;
        if (keys[key].Count > 0 || SettledByCall.Contains(key) || IsNeverSent(key)) return false;
        if (key.StartsWith("aws:RequestTag/", StringComparison.OrdinalIgnoreCase)) return false;
        if (caller.Type != PolicyPrincipalType.Aws) return true;

        // A role's session has no user name (IAM guide, "request information", aws:username).
        return !key.Equals("aws:username", StringComparison.OrdinalIgnoreCase) && !OfServices.Contains(key);
    }

    /// <summary>Whether a condition on the caller's ARN is the same for every path that its role may have.</summary>
    public bool IsSameForEveryPath(PolicyCondition condition)
    {
        if (caller is not { Doubt: PrincipalDoubt.Path, RoleArn: { } role }) return false;
        if (condition.Operator!.Comparison == ConditionComparison.Null) return true;
        if (condition.Values.Any(value => value.Contains("${", StringComparison.Ordinal))) return false;
        var name = role[(role.LastIndexOf('/') + 1)..];
        var prefix = role[..^name.Length];
        return condition.Values.Any(NamesAll) || !condition.Values.Any(CanName);

        bool CanName(string value) =>
            WildcardPattern.Parse(value.ToUpperInvariant()).CanMatch(WildcardPattern.Parse($"{prefix}*{name}".ToUpperInvariant()));

        // A letter that no pattern has is matched by wildcards alone, so that paths of several lengths stand for all.
        bool NamesAll(string value) => new[] { "", "\uE000/", "\uE000\uE000/", $"{new string('\uE000', 40)}/\uE000/" }
            .All(path => Names(WildcardPattern.Parse(value), $"{prefix}{path}{name}"));

        bool Names(WildcardPattern pattern, string arn) => condition.Operator.Comparison switch
        {
            ConditionComparison.ArnLike => pattern.IsArnMatch(arn),
            ConditionComparison.StringLike => pattern.IsMatch(arn, ignoreCase: false),
            _ => false,
        };
    }

    /// <summary>Keys of STS that the call does not set, and keys of other services' requests.</summary>
    private static bool IsNeverSent(string key)
    {
        var service = key.Split(':')[0];
        return service.Equals("sts", StringComparison.OrdinalIgnoreCase)
            || OtherServices.Contains(service)
            || (service.Equals("iam", StringComparison.OrdinalIgnoreCase)
                && !key.StartsWith("iam:ResourceTag/", StringComparison.OrdinalIgnoreCase));
    }

    private static RequestContext AddCaller(RequestContext keys, AccessPrincipal caller)
    {
        if (caller.Account is { } account) keys = keys.With("aws:PrincipalAccount", account);
        if (caller.RoleArn is null && caller.Name.Contains(":user/", StringComparison.Ordinal))
            keys = keys.With("aws:username", caller.Name[(caller.Name.LastIndexOf('/') + 1)..]);
        keys = keys.With("aws:PrincipalType", caller.RoleArn is null ? "User" : "AssumedRole");

        // A session made without a code says so; a user's own keys do not even have the key.
        if (caller.RoleArn is null) return keys.With(PrincipalArn, caller.Name);
        keys = keys.With("aws:MultiFactorAuthPresent", "false");
        return caller.Doubt == PrincipalDoubt.Name ? keys : keys.With(PrincipalArn, caller.RoleArn);
    }
}
