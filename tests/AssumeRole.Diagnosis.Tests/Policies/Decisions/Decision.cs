using AssumeRole.Policies;

namespace AssumeRole.Diagnosis.Tests.Policies.Decisions;

/// <summary>
/// One row of the table: a rule of the IAM user guide, policies that show it, and what IAM decides. What a row does not mention
/// is the plain case across accounts: a session of the role Far, which may do everything, asks to assume the role Target, which
/// trusts Far. Policies are written as statements with single quotes.
/// </summary>
/// <param name="Rule">The rule, in our words.</param>
/// <param name="Expected">Outcome and deciding kind of policy, such as "Allowed Identity".</param>
internal sealed record Decision(string Rule, string Expected)
{
    public const string Target = "arn:aws:iam::222222222222:role/target";
    public const string Far = "arn:aws:iam::111111111111:role/far";
    public const string FarSession = "arn:aws:sts::111111111111:assumed-role/far/s";
    public const string Near = "arn:aws:iam::222222222222:role/near";
    public const string NearSession = "arn:aws:sts::222222222222:assumed-role/near/s";
    public const string NearUser = "arn:aws:iam::222222222222:user/ann";
    public const string NearRoot = "arn:aws:iam::222222222222:root";
    public const string FarUser = "arn:aws:iam::111111111111:user/bob";
    public const string FarRoot = "arn:aws:iam::111111111111:root";
    public const string Bucket = "arn:aws:s3:::bucket/key";

    public const string Allow = "{'Effect':'Allow','Action':'*','Resource':'*'}";
    public const string AllowOther = "{'Effect':'Allow','Action':'sqs:SendMessage','Resource':'*'}";
    public const string Deny = "{'Effect':'Deny','Action':'*','Resource':'*'}";
    public const string DenyOther = "{'Effect':'Deny','Action':'sqs:SendMessage','Resource':'*'}";
    public const string Everyone = "{'Effect':'Allow','Action':'*','Resource':'*','Principal':'*'}";
    public const string Nobody = "{'Effect':'Deny','Action':'*','Resource':'*','Principal':'*'}";

    public static readonly AccessPrincipal FarRoleSession = AccessPrincipal.RoleSession(FarSession, "111111111111", Far);
    public static readonly AccessPrincipal FarBob = AccessPrincipal.User(FarUser, "111111111111");
    public static readonly AccessPrincipal NearRoleSession = AccessPrincipal.RoleSession(NearSession, "222222222222", Near);
    public static readonly AccessPrincipal NearAnn = AccessPrincipal.User(NearUser, "222222222222");

    public AccessPrincipal By { get; init; } = FarRoleSession;

    public string Action { get; init; } = "sts:AssumeRole";

    public string Resource { get; init; } = Target;

    public string[] Identity { get; init; } = [Allow];

    public string[]? Trust { get; init; } = [Trusts(Far)];

    /// <summary>The policy of a bucket: with it, the request is s3:GetObject of an object in account 222222222222.</summary>
    public string[]? BucketPolicy { get; init; }

    public string[]? Boundary { get; init; }

    public string[]? Session { get; init; }

    public string[]? ServiceControl { get; init; }

    /// <summary>Service control policies of more levels, in place of <see cref="ServiceControl"/>.</summary>
    public string[][]? Levels { get; init; }

    public string[]? ResourceControl { get; init; }

    public string[]? Endpoint { get; init; }

    /// <summary>The context, as key=value; a key that is repeated has several values.</summary>
    public string[] Context { get; init; } = [];

    public string Version { get; init; } = PolicyDocument.CurrentVersion;

    /// <summary>A row about one condition of an identity policy.</summary>
    public static Decision When(bool holds, string rule, string condition, params string[] context) =>
        new(rule, holds ? "Allowed Identity" : "ImplicitDeny Identity")
        {
            Identity = [$"{{'Effect':'Allow','Action':'*','Resource':'*','Condition':{{{condition}}}}}"],
            Context = context,
        };

    /// <summary>A row about the elements of an identity policy's one statement.</summary>
    public static Decision With(bool applies, string rule, string elements, params string[] context) =>
        new(rule, applies ? "Allowed Identity" : "ImplicitDeny Identity")
        {
            Identity = [$"{{'Effect':'Allow',{elements}}}"],
            Context = context,
        };

    public static string Trusts(string principal) => Trusts("AWS", principal);

    public static string Trusts(string type, string principal) =>
        $"{{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{{'{type}':'{principal}'}}}}";

    /// <summary>What the evaluator decides.</summary>
    public string Decide()
    {
        var isBucket = BucketPolicy is not null || Resource == Bucket;
        var request = new AccessRequest(
            By,
            isBucket && Action == "sts:AssumeRole" ? "s3:GetObject" : Action,
            isBucket ? Bucket : Resource,
            "222222222222",
            Context.GroupBy(pair => pair.Split('=')[0], pair => pair.Split('=', 2)[1]).Aggregate(
                RequestContext.Empty, (context, key) => context.With(key.Key, [.. key])));
        var decision = PolicyEvaluator.Evaluate(request, new PolicySet
        {
            Identity = [Policy("identity", Identity)],
            Trust = isBucket || Trust is null ? null : Policy("trust", Trust),
            Resource = BucketPolicy is null ? null : Policy("bucket", BucketPolicy),
            PermissionsBoundary = Boundary is null ? null : Policy("boundary", Boundary),
            Session = Session is null ? [] : [Policy("session", Session)],
            ServiceControl = [.. (Levels ?? (ServiceControl is null ? [] : [ServiceControl])).Select(level => new[] { Policy("scp",
                level) })],
            ResourceControl = ResourceControl is null ? [] : [Policy("rcp", ResourceControl)],
            VpcEndpoint = Endpoint is null ? null : Policy("endpoint", Endpoint),
        });
        return $"{decision.Outcome} {decision.Kind}";
    }

    private NamedPolicy Policy(string name, string[] statements) =>
        new(name, PolicyText.Parse($"{{'Version':'{Version}','Statement':[{string.Join(',', statements)}]}}"));
}
