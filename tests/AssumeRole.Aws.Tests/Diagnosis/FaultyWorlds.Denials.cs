using AssumeRole.Chains;
using AssumeRole.Roles;
using AssumeRole.Sources;
using static AssumeRole.Aws.Tests.Diagnosis.WorldText;

namespace AssumeRole.Aws.Tests.Diagnosis;

/// <content>
/// AWS denies the role. Across accounts its message is the same for nearly every cause, so that only the order can be right;
/// within an account, and for an explicit deny of the caller's own, it names the kind of policy.
/// </content>
internal static partial class FaultyWorlds
{
    private const string AsksForId = "'StringEquals':{'sts:ExternalId':'pipeline-42'}";
    private const string EveryoneS3 = "{'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':'*'}";
    private const string Everyone = "{'Effect':'Allow','Action':'*','Resource':'*','Principal':'*'}";
    private const string NotToDeploy =
        "{'Effect':'Deny','Action':'sts:*','Resource':'arn:aws:iam::111111111111:role/deploy','Principal':'*'}";
    private const string Nobody = "{'Effect':'Deny','Action':'*','Resource':'*','Principal':'*'}";
    private const string Lambda = "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'Service':'lambda.amazonaws.com'}}";
    private const string OnlyS3 =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}""";

    private static RoleChainRequest ToNear => new() { RoleArn = Near };
    private static RoleChainRequest WithId => new() { RoleArn = Far, ExternalId = "pipeline-43" };

    private static IEnumerable<FaultyWorld> OfDenialsAcrossAccounts =>
    [
        Denied("another account's role trusts only a service", DenialCause.TrustPolicy, Of(far: Lambda)),
        Denied("another account's role trusts another account", DenialCause.TrustPolicy, Of(far: Trust("444444444444"))),
        Denied("another account's role trusts another role", DenialCause.TrustPolicy, Of(far: Trust(Near))),
        Denied("another account's role denies the worker", DenialCause.TrustPolicy, Of(
            far: $"{Trust(Worker)},{{'Effect':'Deny','Action':'sts:*','Principal':'*'}}")),
        Denied("another account's role is not there", DenialCause.TrustPolicy, Of(), DenialCause.RoleMissing) with
        {
            Request = new RoleChainRequest { RoleArn = Far + "-er" },
        },
        Denied("the worker may not assume roles elsewhere", DenialCause.TrustPolicy, Of(worker: AllowS3), DenialCause.IdentityPolicy),
        Denied("an external id is asked for and none given", DenialCause.TrustPolicy, Of(
            far: Trust(Worker, condition: AsksForId)), DenialCause.ExternalId),
        Denied("another external id is asked for", DenialCause.ExternalId, Of(far: Trust(Worker, condition: AsksForId))) with
        {
            Request = WithId,
        },
        Denied("an external id is given to a role that trusts somebody else", DenialCause.ExternalId, Of(
            far: Trust(Near)), DenialCause.TrustPolicy) with
        {
            Request = WithId,
        },
        Denied("the role's organisation lets nobody in from outside", DenialCause.TrustPolicy, Of(
            more: $",'accounts':[{{'id':'222222222222','resourceControlPolicies':[{Policy($"{Everyone},{Nobody}")}]}}]"),
            DenialCause.OrganizationPolicy),
        Denied("the worker's boundary holds no sts elsewhere", DenialCause.TrustPolicy, Of(
            workerMore: $",'permissionsBoundary':{Policy(AllowS3)}"), DenialCause.PermissionsBoundary),
        Denied("the token's subject is another", DenialCause.TrustPolicy, WithProvider("'ci.example.com:sub':'other/deploy'")) with
        {
            Selection = new SourceSelection(),
            Request = new RoleChainRequest { RoleArn = Web, WebIdentityToken = new Secret(Jwt()) },
        },

        // An explicit deny of the caller's own account is named across accounts, too.
        Explained("the worker's own policy denies sts", DenialCause.IdentityPolicy, Of(worker: $"{AllowAll},{DenySts}")),
        Explained("the worker's organisation denies sts", DenialCause.OrganizationPolicy, Of(
            more: $",'accounts':[{{'id':'111111111111','serviceControlPolicies':[{Policy($"{AllowAll},{DenySts}")}]}}]")),
        Explained("the worker's boundary denies sts", DenialCause.PermissionsBoundary, Of(
            workerMore: $",'permissionsBoundary':{Policy($"{AllowAll},{DenySts}")}")),
        Explained("the VPC endpoint denies sts", DenialCause.EndpointPolicy, Of(
            more: $",'vpcEndpointPolicy':{Policy($"{Everyone},{Nobody}")}")),
    ];

    private static IEnumerable<FaultyWorld> OfDenialsWithinAnAccount =>
    [
        Denied("the role of the own account trusts another role", DenialCause.TrustPolicy, Of(near: Trust(Middle))) with { Request = ToNear },
        Denied("the role of the own account asks for MFA", DenialCause.TrustPolicy, Of(
            near: Trust(OwnAccount, condition: "'Bool':{'aws:MultiFactorAuthPresent':'true'}"))) with
        {
            Request = ToNear,
        },
        Denied("the role of the own account asks for another external id", DenialCause.ExternalId, Of(
            near: Trust(OwnAccount, condition: AsksForId))) with
        {
            Request = WithId with { RoleArn = Near },
        },
        Denied("the role of the own account is not there", DenialCause.RoleMissing, Of()) with
        {
            Request = new RoleChainRequest { RoleArn = Near + "-er" },
        },
        BrokenHop("the root user asks", "AssumeDenied", Of(more: Users(OwnAccount))) with
        {
            Selection = Keys(UserKey, "secret"),
            Request = ToNear,
        },
        Explained("the role of the own account denies the worker", DenialCause.TrustPolicy, Of(
            near: $"{Trust(OwnAccount)},{{'Effect':'Deny','Action':'sts:*','Principal':'*'}}")) with
        {
            Request = ToNear,
        },
        Explained("the worker may not assume roles", DenialCause.IdentityPolicy, Of(worker: AllowS3)) with { Request = ToNear },
        Explained("the role on the way may not assume the next", DenialCause.IdentityPolicy, Of(middle: AllowS3, far: Trust("222222222222"))) with
        {
            Request = new RoleChainRequest { RoleArn = Far, Via = [Middle] },
            Target = Far,
        },
        Explained("the worker's boundary holds no sts", DenialCause.PermissionsBoundary, Of(
            workerMore: $",'permissionsBoundary':{Policy(AllowS3)}")) with
        {
            Request = ToNear,
        },
        Explained("the caller's session was made with a narrow policy", DenialCause.SessionPolicy, Of(far: Trust("222222222222") + "," + Trust(Worker))) with
        {
            Before = new RoleChainRequest { RoleArn = Middle, Policy = OnlyS3 },
        },
        Explained("the organisation allows no sts", DenialCause.OrganizationPolicy, Of(
            more: $",'accounts':[{{'id':'111111111111','serviceControlPolicies':[{Policy(AllowS3)}]}}]")) with
        {
            Request = ToNear,
        },
        Explained("the organisation's resource policy denies sts", DenialCause.OrganizationPolicy, Of(
            more: $",'accounts':[{{'id':'111111111111','resourceControlPolicies':[{Policy(NotToDeploy)}]}}]")) with
        {
            Request = ToNear,
        },
        Explained("the VPC endpoint allows no sts", DenialCause.EndpointPolicy, Of(more: $",'vpcEndpointPolicy':{Policy(EveryoneS3)}")) with
        {
            Request = ToNear,
        },
    ];
}
