using static AssumeRole.Diagnosis.Tests.Policies.Decisions.Decision;

namespace AssumeRole.Diagnosis.Tests.Policies.Decisions;

/// <summary>
/// "Cross-account policy evaluation logic", and for one account "Evaluating identity-based policies with resource-based
/// policies": whose policy must allow.
/// </summary>
internal static class AccountDecisions
{
    private static readonly string BobsBucket = Grant(FarUser);

    public static IEnumerable<Decision> Rows =>
    [
        new("both accounts must allow, and do", "Allowed Identity"),
        new("the caller's account does not", "ImplicitDeny Identity") { Identity = [AllowOther] },
        new("the role's account does not", "ImplicitDeny Trust") { Trust = [Trusts(Near)] },
        new("neither does; the trust policy is asked first", "ImplicitDeny Trust")
        {
            Identity = [AllowOther],
            Trust = [Trusts(Near)],
        },
        new("a user needs both as well", "Allowed Identity") { By = FarBob, Trust = [Trusts(FarUser)] },
        new("a user trusted by name across accounts needs its own policy", "ImplicitDeny Identity")
        {
            By = FarBob,
            Identity = [AllowOther],
            Trust = [Trusts(FarUser)],
        },
        new("a session trusted by name across accounts needs its own policy", "ImplicitDeny Identity")
        {
            Identity = [AllowOther],
            Trust = [Trusts(FarSession)],
        },
        new("across accounts the boundary limits", "ImplicitDeny PermissionsBoundary") { Boundary = [AllowOther] },
        new("across accounts the session policy limits", "ImplicitDeny Session") { Session = [AllowOther] },
        new("across accounts they limit a session trusted by name too", "ImplicitDeny PermissionsBoundary")
        {
            Trust = [Trusts(FarSession)],
            Boundary = [AllowOther],
        },

        new("in one account a role must still be trusted", "ImplicitDeny Trust") { By = NearRoleSession },
        new("in one account a role trusted by name needs no policy of its own", "Allowed Trust")
        {
            By = NearRoleSession,
            Identity = [AllowOther],
            Trust = [Trusts(Near)],
        },
        new("in one account trust in the account leaves it to the caller's policies, which allow", "Allowed Identity")
        {
            By = NearRoleSession,
            Trust = [Trusts(NearRoot)],
        },
        new("in one account trust in the account leaves it to the caller's policies, which do not", "ImplicitDeny Identity")
        {
            By = NearRoleSession,
            Identity = [AllowOther],
            Trust = [Trusts(NearRoot)],
        },
        new("in one account a user trusted by name needs no policy of its own", "Allowed Trust")
        {
            By = NearAnn,
            Identity = [AllowOther],
            Trust = [Trusts(NearUser)],
        },
        new("in one account a session trusted by name needs no policy of its own", "Allowed Trust")
        {
            By = NearRoleSession,
            Identity = [AllowOther],
            Trust = [Trusts(NearSession)],
        },
        new("a trust policy with both ways in takes the closer one", "Allowed Trust")
        {
            By = NearRoleSession,
            Identity = [AllowOther],
            Trust = [Trusts(NearRoot), Trusts(Near)],
        },

        new("of a bucket in one account the identity policy is enough", "Allowed Identity")
        {
            By = NearAnn,
            Resource = Bucket,
        },
        new("of a bucket in one account the bucket's policy is enough", "Allowed Resource")
        {
            By = NearAnn,
            Identity = [AllowOther],
            BucketPolicy = [Grant(NearUser)],
        },
        new("of a bucket in one account one of them must allow", "ImplicitDeny Identity")
        {
            By = NearAnn,
            Identity = [AllowOther],
            BucketPolicy = [BobsBucket],
        },
        new("of a bucket in one account the account in its policy delegates", "ImplicitDeny Identity")
        {
            By = NearAnn,
            Identity = [AllowOther],
            BucketPolicy = [Grant(NearRoot)],
        },
        new("of a bucket across accounts both must allow, and do", "Allowed Identity")
        {
            By = FarBob,
            BucketPolicy = [BobsBucket],
        },
        new("of a bucket across accounts without a policy nothing is to be had", "ImplicitDeny Resource")
        {
            By = FarBob,
            Resource = Bucket,
        },
        new("of a bucket across accounts the identity policy must allow", "ImplicitDeny Identity")
        {
            By = FarBob,
            Identity = [AllowOther],
            BucketPolicy = [BobsBucket],
        },
        new("of a bucket the policy must speak of the object", "ImplicitDeny Resource")
        {
            By = FarBob,
            BucketPolicy = [BobsBucket.Replace("'Resource':'*'", "'Resource':'arn:aws:s3:::other/*'", StringComparison.Ordinal)],
        },
    ];

    private static string Grant(string principal) =>
        $"{{'Effect':'Allow','Action':'s3:GetObject','Resource':'*','Principal':{{'AWS':'{principal}'}}}}";
}
