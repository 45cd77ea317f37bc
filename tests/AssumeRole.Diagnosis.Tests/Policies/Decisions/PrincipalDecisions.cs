using AssumeRole.Policies;
using static AssumeRole.Diagnosis.Tests.Policies.Decisions.Decision;

namespace AssumeRole.Diagnosis.Tests.Policies.Decisions;

/// <summary>"AWS JSON policy elements: Principal" and "NotPrincipal": whom a trust policy means.</summary>
internal static class PrincipalDecisions
{
    private const string Provider = "arn:aws:iam::222222222222:oidc-provider/issuer.example.com";

    private const string TrustsProvider =
        $"{{'Effect':'Allow','Action':'sts:AssumeRoleWithWebIdentity','Principal':{{'Federated':'{Provider}'}}}}";

    public static IEnumerable<Decision> Rows =>
    [
        new("an account's root ARN means whomever that account allows", "Allowed Identity") { Trust = [Trusts(FarRoot)] },
        new("the account's number means the same", "Allowed Identity") { Trust = [Trusts("111111111111")] },
        new("another account's root ARN does not", "ImplicitDeny Trust") { Trust = [Trusts("arn:aws:iam::333333333333:root")] },
        new("an account's root ARN grants nothing that its own policies do not", "ImplicitDeny Identity")
        {
            Trust = [Trusts(FarRoot)],
            Identity = [AllowOther],
        },
        new("a role's ARN means every session of the role", "Allowed Identity") { Trust = [Trusts(Far)] },
        new("another role's ARN does not", "ImplicitDeny Trust") { Trust = [Trusts("arn:aws:iam::111111111111:role/far2")] },
        new("a role's ARN includes its path", "ImplicitDeny Trust")
        {
            Trust = [Trusts("arn:aws:iam::111111111111:role/path/far")],
        },
        new("a session's ARN means that session", "Allowed Identity") { Trust = [Trusts(FarSession)] },
        new("and no other session of the role", "ImplicitDeny Trust") { Trust = [Trusts(FarSession + "2")] },
        new("a user's ARN means the user", "Allowed Identity") { By = FarBob, Trust = [Trusts(FarUser)] },
        new("and no other user", "ImplicitDeny Trust") { By = FarBob, Trust = [Trusts("arn:aws:iam::111111111111:user/eve")] },
        new("names of users mind the case", "ImplicitDeny Trust")
        {
            By = FarBob,
            Trust = [Trusts("arn:aws:iam::111111111111:user/Bob")],
        },
        new("a wildcard cannot stand for part of a name or ARN", "ImplicitDeny Trust")
        {
            Trust = [Trusts("arn:aws:iam::111111111111:role/*")],
        },
        new("nor for the sessions of a role", "ImplicitDeny Trust")
        {
            Trust = [Trusts("arn:aws:sts::111111111111:assumed-role/far/*")],
        },
        new("\"*\" means everyone", "Allowed Identity")
        {
            Trust = ["{'Effect':'Allow','Action':'sts:AssumeRole','Principal':'*'}"],
        },
        new("{\"AWS\":\"*\"} means everyone", "Allowed Identity") { Trust = [Trusts("*")] },
        new("everyone across accounts still needs its own account's allow", "ImplicitDeny Identity")
        {
            Trust = [Trusts("*")],
            Identity = [AllowOther],
        },
        new("everyone within the account needs no other permission", "Allowed Trust")
        {
            By = NearRoleSession,
            Trust = [Trusts("*")],
            Identity = [AllowOther],
        },
        new("aws:PrincipalArn narrows everyone down, with wildcards", "Allowed Identity")
        {
            Trust =
            [
                "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':'*',"
                + "'Condition':{'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::111111111111:role/f*'}}}",
            ],
            Context = ["aws:PrincipalArn=" + Far],
        },
        new("and keeps others out", "ImplicitDeny Trust")
        {
            Trust =
            [
                "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':'*',"
                + "'Condition':{'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::111111111111:role/x*'}}}",
            ],
            Context = ["aws:PrincipalArn=" + Far],
        },
        new("one of several principals is enough", "Allowed Identity")
        {
            Trust =
            [
                $"{{'Effect':'Allow','Action':'sts:AssumeRole',"
                + $"'Principal':{{'AWS':['{Near}','{Far}'],'Service':'ec2.amazonaws.com'}}}}",
            ],
        },
        new("a service is a principal by its name, and has no policies of its own", "Allowed Trust")
        {
            By = AccessPrincipal.Service("ec2.amazonaws.com"),
            Trust = [Trusts("Service", "ec2.amazonaws.com")],
        },
        new("another service is not", "ImplicitDeny Trust")
        {
            By = AccessPrincipal.Service("lambda.amazonaws.com"),
            Trust = [Trusts("Service", "ec2.amazonaws.com")],
        },
        new("a service's name under AWS means no service", "ImplicitDeny Trust")
        {
            By = AccessPrincipal.Service("ec2.amazonaws.com"),
            Trust = [Trusts("AWS", "ec2.amazonaws.com")],
        },
        new("an identity provider is a principal by its ARN", "Allowed Trust")
        {
            By = AccessPrincipal.Federated(Provider),
            Action = "sts:AssumeRoleWithWebIdentity",
            Trust = [TrustsProvider],
        },
        new("a provider trusted for AssumeRole is not for AssumeRoleWithWebIdentity", "ImplicitDeny Trust")
        {
            By = AccessPrincipal.Federated(Provider),
            Action = "sts:AssumeRoleWithWebIdentity",
            Trust = [Trusts("Federated", Provider)],
        },
        new("a provider's ARN under AWS means no provider", "ImplicitDeny Trust")
        {
            By = AccessPrincipal.Federated(Provider),
            Trust = [Trusts("AWS", Provider)],
        },
        new("a canonical user means none of them", "ImplicitDeny Trust") { Trust = [Trusts("CanonicalUser", Far)] },
        new("a deny that names the role reaches its sessions", "ExplicitDeny Trust")
        {
            Trust = [Trusts("*"), $"{{'Effect':'Deny','Action':'sts:*','Principal':{{'AWS':'{Far}'}}}}"],
        },
        new("a deny that names the account reaches everyone in it", "ExplicitDeny Trust")
        {
            Trust = [Trusts("*"), "{'Effect':'Deny','Action':'sts:*','Principal':{'AWS':'111111111111'}}"],
        },
        new("a deny that names somebody else does not", "Allowed Identity")
        {
            Trust = [Trusts("*"), $"{{'Effect':'Deny','Action':'sts:*','Principal':{{'AWS':'{Near}'}}}}"],
        },
        new("a deny with NotPrincipal spares whom it names", "Allowed Identity")
        {
            Trust =
            [
                Trusts("*"),
                $"{{'Effect':'Deny','Action':'sts:*','NotPrincipal':{{'AWS':['{FarRoot}','{Far}','{FarSession}']}}}}",
            ],
        },
        new("a deny with NotPrincipal reaches everyone else", "ExplicitDeny Trust")
        {
            Trust = [Trusts("*"), $"{{'Effect':'Deny','Action':'sts:*','NotPrincipal':{{'AWS':['{NearRoot}','{Near}']}}}}"],
        },
    ];
}
