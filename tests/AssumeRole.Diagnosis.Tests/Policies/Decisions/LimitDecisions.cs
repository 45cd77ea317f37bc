using AssumeRole.Policies;
using static AssumeRole.Diagnosis.Tests.Policies.Decisions.Decision;

namespace AssumeRole.Diagnosis.Tests.Policies.Decisions;

/// <summary>
/// "Permissions boundaries for IAM entities", "Session policies", and the Organizations guide's pages on service and resource
/// control policies: they grant nothing and limit everything.
/// </summary>
internal static class LimitDecisions
{
    private const string AllowSts = "{'Effect':'Allow','Action':'sts:*','Resource':'*'}";
    private const string EveryoneElsewhere = "{'Effect':'Allow','Action':'sqs:*','Resource':'*','Principal':'*'}";

    public static IEnumerable<Decision> Rows =>
    [
        new("a boundary that allows lets the identity policy decide", "Allowed Identity") { Boundary = [AllowSts] },
        new("a boundary that is silent is an implicit deny", "ImplicitDeny PermissionsBoundary") { Boundary = [AllowOther] },
        new("a boundary grants nothing", "ImplicitDeny Identity") { Identity = [AllowOther], Boundary = [AllowSts] },
        new("a boundary limits a role that is trusted by name in its account", "ImplicitDeny PermissionsBoundary")
        {
            By = NearRoleSession,
            Trust = [Trusts(Near)],
            Boundary = [AllowOther],
        },
        new("a boundary does not limit a session that is trusted by name in its account", "Allowed Trust")
        {
            By = NearRoleSession,
            Trust = [Trusts(NearSession)],
            Boundary = [AllowOther],
        },
        new("a boundary does not limit a user who is trusted by name in its account", "Allowed Trust")
        {
            By = NearAnn,
            Trust = [Trusts(NearUser)],
            Boundary = [AllowOther],
        },
        new("a boundary does not limit what a wildcard principal grants in its account", "Allowed Trust")
        {
            By = NearRoleSession,
            Trust = [Trusts("*")],
            Boundary = [AllowOther],
        },
        new("nor what it grants to a role by aws:PrincipalArn", "Allowed Trust")
        {
            By = NearRoleSession,
            Trust = [$"{{'Effect':'Allow','Action':'sts:*','Principal':'*','Condition':{{'ArnEquals':{{'aws:PrincipalArn':'{Near}'}}}}}}"],
            Boundary = [AllowOther],
            Context = [$"aws:PrincipalArn={Near}"],
        },
        new("but an explicit deny of a boundary counts there too", "ExplicitDeny PermissionsBoundary")
        {
            By = NearRoleSession,
            Trust = [Trusts("*")],
            Boundary = [Deny],
        },
        new("and across accounts a boundary limits a wildcard principal as well", "ImplicitDeny PermissionsBoundary")
        {
            Trust = [Trusts("*")],
            Boundary = [AllowOther],
        },
        new("a session policy does not limit what a wildcard principal grants in its account", "Allowed Trust")
        {
            By = NearRoleSession,
            Trust = [Trusts("*")],
            Session = [AllowOther],
        },
        new("a deny with NotPrincipal denies a caller with a boundary although it names the caller", "ExplicitDeny Trust")
        {
            Trust = [Trusts(Far), $"{{'Effect':'Deny','Action':'sts:*','NotPrincipal':{{'AWS':['{FarRoot}','{Far}','{FarSession}']}}}}"],
            Boundary = [Allow],
        },
        new("but only where its action fits", "Allowed Identity")
        {
            Trust = [Trusts(Far), $"{{'Effect':'Deny','Action':'sts:TagSession','NotPrincipal':{{'AWS':'{Far}'}}}}"],
            Boundary = [Allow],
        },
        new("a boundary limits a user where the account is trusted", "ImplicitDeny PermissionsBoundary")
        {
            By = NearAnn,
            Trust = [Trusts(NearRoot)],
            Boundary = [AllowOther],
        },
        new("a boundary's conditions count", "ImplicitDeny PermissionsBoundary")
        {
            Boundary = ["{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'k':'v'}}}"],
        },

        new("a session policy that allows lets the role's policies decide", "Allowed Identity") { Session = [AllowSts] },
        new("a session policy that is silent is an implicit deny", "ImplicitDeny Session") { Session = [AllowOther] },
        new("a session policy grants nothing", "ImplicitDeny Identity") { Identity = [AllowOther], Session = [AllowSts] },
        new("a session policy limits a role that is trusted by name in its account", "ImplicitDeny Session")
        {
            By = NearRoleSession,
            Trust = [Trusts(Near)],
            Session = [AllowOther],
        },
        new("a session policy does not limit a session that is trusted by name in its account", "Allowed Trust")
        {
            By = NearRoleSession,
            Trust = [Trusts(NearSession)],
            Session = [AllowOther],
        },
        new("boundary and session policy limit both; the boundary is asked first", "ImplicitDeny PermissionsBoundary")
        {
            Boundary = [AllowOther],
            Session = [AllowOther],
        },

        new("a service control policy that allows lets the others decide", "Allowed Identity") { ServiceControl = [AllowSts] },
        new("a service control policy that is silent is an implicit deny", "ImplicitDeny ServiceControl")
        {
            ServiceControl = [AllowOther],
        },
        new("a service control policy grants nothing", "ImplicitDeny Identity")
        {
            Identity = [AllowOther],
            ServiceControl = [Allow],
        },
        new("a service control policy limits even a session trusted by name in its account", "ImplicitDeny ServiceControl")
        {
            By = NearRoleSession,
            Trust = [Trusts(NearSession)],
            ServiceControl = [AllowOther],
        },
        new("a service control policy with a deny list allows the rest", "Allowed Identity")
        {
            ServiceControl = [Allow, DenyOther],
        },
        new("a service control policy that keeps to regions denies others", "ExplicitDeny ServiceControl")
        {
            ServiceControl =
            [
                Allow,
                "{'Effect':'Deny','NotAction':'iam:*','Resource':'*',"
                + "'Condition':{'StringNotEquals':{'aws:RequestedRegion':['eu-west-1','eu-central-1']}}}",
            ],
            Context = ["aws:RequestedRegion=us-east-1"],
        },
        new("and allows its own", "Allowed Identity")
        {
            ServiceControl =
            [
                Allow,
                "{'Effect':'Deny','NotAction':'iam:*','Resource':'*',"
                + "'Condition':{'StringNotEquals':{'aws:RequestedRegion':['eu-west-1','eu-central-1']}}}",
            ],
            Context = ["aws:RequestedRegion=eu-west-1"],
        },
        new("every level of service control policies must allow, and all do", "Allowed Identity")
        {
            Levels = [[Allow], [AllowOther, AllowSts], [Allow]],
        },
        new("a level that is silent is an implicit deny whatever the others allow", "ImplicitDeny ServiceControl")
        {
            Levels = [[Allow], [AllowOther], [Allow]],
        },
        new("the root's level must allow as well", "ImplicitDeny ServiceControl") { Levels = [[AllowOther], [Allow]] },
        new("a deny on any level wins", "ExplicitDeny ServiceControl") { Levels = [[Allow], [Allow, Deny]] },
        new("a service control policy concerns no role that is linked to a service", "Allowed Identity")
        {
            By = AccessPrincipal.RoleSession(
                "arn:aws:sts::111111111111:assumed-role/AWSServiceRoleForX/s",
                "111111111111",
                "arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"),
            Trust = [Trusts(FarRoot)],
            ServiceControl = [Deny],
        },
        new("a service control policy concerns no service", "Allowed Trust")
        {
            By = AccessPrincipal.Service("ec2.amazonaws.com"),
            Trust = [Trusts("Service", "ec2.amazonaws.com")],
            ServiceControl = [Deny],
        },

        new("a resource control policy that allows everyone lets the others decide", "Allowed Identity")
        {
            ResourceControl = [Everyone],
        },
        new("a resource control policy that is silent limits nothing: RCPFullAWSAccess is beside it", "Allowed Identity")
        {
            ResourceControl = [EveryoneElsewhere],
        },
        new("a resource control policy that denies something else limits nothing", "Allowed Identity")
        {
            ResourceControl = ["{'Effect':'Deny','Action':'sqs:*','Resource':'*','Principal':'*'}"],
        },
        new("a resource control policy grants nothing", "ImplicitDeny Trust")
        {
            Trust = [Trusts(Near)],
            ResourceControl = [Everyone],
        },
        new("a resource control policy keeps strangers to the organisation out", "ExplicitDeny ResourceControl")
        {
            ResourceControl =
            [
                Everyone,
                "{'Effect':'Deny','Action':'sts:*','Resource':'*','Principal':'*',"
                + "'Condition':{'StringNotEqualsIfExists':{'aws:PrincipalOrgID':'o-mine'}}}",
            ],
            Context = ["aws:PrincipalOrgID=o-other"],
        },
        new("a resource control policy reaches federated callers", "ExplicitDeny ResourceControl")
        {
            By = AccessPrincipal.Federated("arn:aws:iam::222222222222:oidc-provider/x"),
            Trust = [Trusts("Federated", "arn:aws:iam::222222222222:oidc-provider/x")],
            ResourceControl = [Everyone, Nobody],
        },
        new("a resource control policy binds services", "ExplicitDeny ResourceControl")
        {
            By = AccessPrincipal.Service("ec2.amazonaws.com"),
            Trust = [Trusts("Service", "ec2.amazonaws.com")],
            ResourceControl = [Everyone, Nobody],
        },
        new("but not the service of a role that is linked to it", "Allowed Trust")
        {
            By = AccessPrincipal.Service("ec2.amazonaws.com"),
            Resource = "arn:aws:iam::222222222222:role/aws-service-role/ec2.amazonaws.com/AWSServiceRoleForEC2",
            Trust = [Trusts("Service", "ec2.amazonaws.com")],
            ResourceControl = [Nobody],
        },

        new("an endpoint's policy that allows everyone lets the others decide", "Allowed Identity") { Endpoint = [Everyone] },
        new("an endpoint's policy that is silent is an implicit deny", "ImplicitDeny VpcEndpoint")
        {
            Endpoint = [EveryoneElsewhere],
        },
        new("an endpoint's policy may name who comes through", "Allowed Identity")
        {
            Endpoint = [$"{{'Effect':'Allow','Action':'*','Resource':'*','Principal':{{'AWS':'{Far}'}}}}"],
        },
        new("and then nobody else does", "ImplicitDeny VpcEndpoint")
        {
            Endpoint = [$"{{'Effect':'Allow','Action':'*','Resource':'*','Principal':{{'AWS':'{Near}'}}}}"],
        },
        new("an endpoint's policy may name the resource", "ImplicitDeny VpcEndpoint")
        {
            Endpoint = ["{'Effect':'Allow','Action':'*','Resource':'arn:aws:iam::333333333333:role/*','Principal':'*'}"],
        },
        new("an endpoint's policy grants nothing", "ImplicitDeny Identity") { Identity = [AllowOther], Endpoint = [Everyone] },
    ];
}
