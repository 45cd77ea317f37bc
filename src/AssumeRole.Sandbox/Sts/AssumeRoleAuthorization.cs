using AssumeRole.Policies;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sts;

/// <summary>Decides whether a caller may assume a role, and words a refusal as STS does.</summary>
internal static class AssumeRoleAuthorization
{
    public static StsError? Check(Caller caller, WorldRole role, string action, RequestContext context)
    {
        var request = new AccessRequest(caller.Principal, action, role.Arn.Text, role.Arn.Account, context);
        var decision = PolicyEvaluator.Evaluate(request, caller.Policies with { Trust = role.Trust });
        if (decision.IsAllowed) return null;
        return Denied(caller.Arn, role.Arn.Text, action, Reason(decision, action, caller.Account == role.Arn.Account));
    }

    public static StsError Denied(string callerArn, string roleArn, string action, string reason = "") =>
        StsError.AccessDenied($"User: {callerArn} is not authorized to perform: {action} on resource: {roleArn}{reason}");

    /// <summary>
    /// AWS says which kind of policy is to blame within an account; across accounts a refusal looks the same whether the role is
    /// absent, trusts nobody or may not be asked for, save that an explicit deny of the caller's own account is named
    /// (IAM guide, "troubleshoot access denied error messages").
    /// </summary>
    private static string Reason(PolicyDecision decision, string action, bool sameAccount)
    {
        if (decision.Outcome == PolicyOutcome.ExplicitDeny)
        {
            return decision.Kind switch
            {
                PolicyKind.Trust => sameAccount ? " with an explicit deny in the role trust policy" : "",
                PolicyKind.Identity => " with an explicit deny in an identity-based policy",
                PolicyKind.PermissionsBoundary => " with an explicit deny in a permissions boundary",
                PolicyKind.Session => " with an explicit deny in a session policy",
                _ => " with an explicit deny in a resource-based policy",
            };
        }

        if (!sameAccount) return "";
        var kind = decision.Kind switch
        {
            PolicyKind.Trust => "role trust policy",
            PolicyKind.Identity => "identity-based policy",
            PolicyKind.PermissionsBoundary => "permissions boundary",
            PolicyKind.Session => "session policy",
            _ => "resource-based policy",
        };
        return $" because no {kind} allows the {action} action";
    }
}
