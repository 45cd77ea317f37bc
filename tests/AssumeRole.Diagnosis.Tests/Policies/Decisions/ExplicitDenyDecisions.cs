using static AssumeRole.Diagnosis.Tests.Policies.Decisions.Decision;

namespace AssumeRole.Diagnosis.Tests.Policies.Decisions;

/// <summary>"Policy evaluation logic": all requests are denied by default; an explicit deny overrides every allow.</summary>
internal static class ExplicitDenyDecisions
{
    public static IEnumerable<Decision> Rows =>
    [
        new("with no statement that applies, the answer is an implicit deny", "ImplicitDeny Identity")
        {
            Identity = [AllowOther],
        },
        new("an allow overrides the default", "Allowed Identity"),
        new("a deny in the same policy overrides the allow", "ExplicitDeny Identity") { Identity = [Allow, Deny] },
        new("a deny before the allow does so too", "ExplicitDeny Identity") { Identity = [Deny, Allow] },
        new("a deny of another action denies nothing here", "Allowed Identity") { Identity = [Allow, DenyOther] },
        new("a deny alone is an explicit deny, not an implicit one", "ExplicitDeny Identity") { Identity = [Deny] },
        new("a deny in the trust policy overrides", "ExplicitDeny Trust")
        {
            Trust = [Trusts(Far), "{'Effect':'Deny','Action':'sts:*','Principal':'*'}"],
        },
        new("a deny in a bucket's policy overrides", "ExplicitDeny Resource") { BucketPolicy = [Everyone, Nobody] },
        new("a deny in the permissions boundary overrides", "ExplicitDeny PermissionsBoundary") { Boundary = [Allow, Deny] },
        new("a deny in a session policy overrides", "ExplicitDeny Session") { Session = [Allow, Deny] },
        new("a deny in a service control policy overrides", "ExplicitDeny ServiceControl") { ServiceControl = [Allow, Deny] },
        new("a deny in a resource control policy overrides", "ExplicitDeny ResourceControl")
        {
            ResourceControl = [Everyone, Nobody],
        },
        new("a deny in a VPC endpoint's policy overrides", "ExplicitDeny VpcEndpoint") { Endpoint = [Everyone, Nobody] },
        new("a deny overrides even where a user is trusted by name in its own account", "ExplicitDeny Identity")
        {
            By = NearAnn,
            Identity = [Deny],
            Trust = [Trusts(NearUser)],
        },
        new("a deny overrides even where a session is trusted by name in its own account", "ExplicitDeny Session")
        {
            By = NearRoleSession,
            Session = [Deny],
            Trust = [Trusts(NearSession)],
        },
        new("a deny whose condition holds denies", "ExplicitDeny Identity")
        {
            Identity = [Allow, "{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'StringEquals':{'k':'v'}}}"],
            Context = ["k=v"],
        },
        new("a deny whose condition fails denies nothing", "Allowed Identity")
        {
            Identity = [Allow, "{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'StringEquals':{'k':'v'}}}"],
            Context = ["k=w"],
        },
        new("a deny with a negated condition denies where the key is missing", "ExplicitDeny Identity")
        {
            Identity = [Allow, "{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'StringNotEquals':{'k':'v'}}}"],
        },
        new("a deny unless MFA was used needs BoolIfExists to reach long-term keys", "Allowed Identity")
        {
            Identity =
            [
                Allow,
                "{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'Bool':{'aws:MultiFactorAuthPresent':'false'}}}",
            ],
        },
        new("and with BoolIfExists it reaches them", "ExplicitDeny Identity")
        {
            Identity =
            [
                Allow,
                "{'Effect':'Deny','Action':'*','Resource':'*',"
                + "'Condition':{'BoolIfExists':{'aws:MultiFactorAuthPresent':'false'}}}",
            ],
        },
        new("a deny with NotAction denies everything else", "ExplicitDeny Identity")
        {
            Identity = [Allow, "{'Effect':'Deny','NotAction':'iam:*','Resource':'*'}"],
        },
        new("a deny with NotAction spares what it names", "Allowed Identity")
        {
            Identity = [Allow, "{'Effect':'Deny','NotAction':'sts:AssumeRole','Resource':'*'}"],
        },
        new("a deny with NotResource denies every other resource", "ExplicitDeny Identity")
        {
            Identity = [Allow, "{'Effect':'Deny','Action':'sts:*','NotResource':'arn:aws:iam::333333333333:role/*'}"],
        },
        new("a deny with NotResource spares what it names", "Allowed Identity")
        {
            Identity = [Allow, "{'Effect':'Deny','Action':'sts:*','NotResource':'arn:aws:iam::222222222222:role/*'}"],
        },
    ];
}
