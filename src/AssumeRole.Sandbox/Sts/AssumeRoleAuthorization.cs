using AssumeRole.Policies;
using AssumeRole.Sandbox.Protocol;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sts;

internal sealed class AssumeRoleAuthorization(World world)
{
    public AwsError? Check(Caller caller, WorldRole role, string action, RequestContext context)
    {
        var request = new AccessRequest(caller.Principal, action, role.Arn.Text, role.Arn.Account, context);
        var policies = caller.Policies with
        {
            Trust = role.Trust,
            ServiceControl = world.FindAccount(caller.Account).ServiceControlPolicies,
            ResourceControl = world.FindAccount(role.Arn.Account).ResourceControlPolicies,
            VpcEndpoint = world.VpcEndpointPolicy,
        };
        var decision = PolicyEvaluator.Evaluate(request, policies);
        if (decision.IsAllowed) return null;
        return Denied(caller.Arn, role.Arn.Text, action, Reason(decision, action, caller.Account == role.Arn.Account));
    }

    public static AwsError Denied(string callerArn, string roleArn, string action, string reason = "") =>
        StsErrors.AccessDenied($"User: {callerArn} is not authorized to perform: {action} on resource: {roleArn}{reason}");

    /// <summary>
    /// Within an account AWS names the kind of policy that denies. Across accounts a refusal looks the same whether the role does not
    /// exist, does not trust the caller or is not in the caller's policies, except that an explicit deny of the caller's own account is
    /// named (IAM guide, "troubleshoot access denied error messages").
    /// </summary>
    private static string Reason(PolicyDecision decision, string action, bool sameAccount)
    {
        var (article, name) = Name(decision.Kind);
        if (decision.Outcome != PolicyOutcome.ExplicitDeny)
            return sameAccount ? $" because no {name} allows the {action} action" : "";
        var isOfTheRolesAccount = decision.Kind is PolicyKind.Trust or PolicyKind.ResourceControl;
        if (isOfTheRolesAccount && !sameAccount) return "";

        // Within an account AWS also names the policy, if it is one that has an ARN.
        var hasArn = decision.PolicyName!.StartsWith("arn:", StringComparison.Ordinal);
        return $" with an explicit deny in {article} {name}{(sameAccount && hasArn ? $": {decision.PolicyName}" : "")}";
    }

    private static (string Article, string Name) Name(PolicyKind kind) => kind switch
    {
        PolicyKind.Trust => ("the", "role trust policy"),
        PolicyKind.Identity => ("an", "identity-based policy"),
        PolicyKind.PermissionsBoundary => ("a", "permissions boundary"),
        PolicyKind.Session => ("a", "session policy"),
        PolicyKind.ServiceControl => ("a", "service control policy"),
        PolicyKind.ResourceControl => ("a", "resource control policy"),
        PolicyKind.VpcEndpoint => ("a", "VPC endpoint policy"),
        _ => ("a", "resource-based policy"),
    };
}
