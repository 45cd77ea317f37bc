using AssumeRole.Chains;
using AssumeRole.Policies;
using AssumeRole.Roles;
using AssumeRole.Terraform;

namespace AssumeRole.Checks;

/// <summary>Asks whether one role of a Terraform file may assume another.</summary>
internal sealed class TerraformQuestion(RoleDecision decision, TerraformChainRequest request)
{
    /// <summary>The session of an instance's role has the instance's id for a name, which nobody knows before.</summary>
    public const string InstanceSession = "i-00000000000000000";

    /// <summary>A role's session.</summary>
    public static AccessPrincipal Session(RoleArn role, string name) => AccessPrincipal.RoleSession(
        $"arn:{role.Partition}:sts::{role.Account}:assumed-role/{role.Name}/{name}", role.Account, role.ToString());

    /// <summary>A policy's document, or null if its text is not known or none.</summary>
    public static PolicyDocument? Parse(TerraformPolicy? policy) =>
        policy?.Json is { Length: <= TerraformPolicy.MaximumLength } text ? PolicyParser.Parse(text).Document : null;

    /// <summary>Whether the worker's role can be given to an instance.</summary>
    public ChainStep Instance(TerraformRole worker, string session)
    {
        var question = new RoleQuestion
        {
            Caller = AccessPrincipal.Service("ec2.amazonaws.com"),
            Target = new RoleRequest { Role = worker.Arn, SessionName = session },
            Policies = new PolicySet { Trust = Named(worker.Trust) },
            Unread = [.. Unread(PolicyKind.Trust, worker.Trust)],
            Context = request.Context,
        };
        return TerraformWording.Explain(decision.Decide(question)[0], [worker], [worker.Trust]);
    }

    /// <summary>Whether a role's session may assume another role: a step for each action that must be allowed.</summary>
    public IReadOnlyList<ChainStep> Hop(TerraformRole caller, string session, TerraformRole target, RoleRequest call)
    {
        var unknown = caller.Managed.Where(arn => AwsManagedPolicies.Text(arn) is null && !AwsManagedPolicies.IsSilent(arn)).ToArray();
        var question = new RoleQuestion
        {
            Caller = Session(caller.Arn, session),
            Target = call,
            Policies = new PolicySet
            {
                Identity = [.. caller.Identity.Concat(caller.Managed.Select(OfAws)).Select(Named).OfType<NamedPolicy>()],
                Trust = Named(target.Trust),
                PermissionsBoundary = Named(caller.Boundary),
            },
            Unread =
            [
                .. caller.Identity.SelectMany(policy => Unread(PolicyKind.Identity, policy)),
                .. Unread(PolicyKind.Trust, target.Trust),
                .. Unread(PolicyKind.PermissionsBoundary, caller.Boundary),
                .. unknown.Where(arn => !AwsManagedPolicies.IsGrant(arn)).Select(OfAwsUnread),
            ],
            Context = request.Context,
        };
        TerraformPolicy?[] policies = [.. caller.Identity, target.Trust, caller.Boundary];
        ChainStep Explain(ChainStep step) => TerraformWording.Explain(step, [caller, target], policies);
        var steps = decision.Decide(question).Select(Explain).ToArray();

        // What AWS's own policies allow can only help, so they are needed where the rest does not allow it.
        var grants = unknown.Where(AwsManagedPolicies.IsGrant).Select(OfAwsUnread).ToArray();
        if (grants.Length == 0 || steps.All(step => step.Status == ChainStepStatus.Passed)) return steps;
        var helped = decision.Decide(question with { Unread = [.. question.Unread, .. grants] });
        return
        [
            .. steps.Zip(helped, (alone, with) => alone.Status == ChainStepStatus.Passed ? alone : Explain(with)),
        ];
    }

    private static NamedPolicy? Named(TerraformPolicy? policy) =>
        Parse(policy) is { } document ? new NamedPolicy(policy!.Address, document) : null;

    private static TerraformPolicy OfAws(string arn) => new(arn, AwsManagedPolicies.Text(arn), string.Empty);

    private static UnreadPolicy OfAwsUnread(string arn) => new(PolicyKind.Identity, arn, "it is AWS's own, and its text is not in the file.");

    private static IEnumerable<UnreadPolicy> Unread(PolicyKind kind, TerraformPolicy? policy)
    {
        if (policy is null) yield break;
        if (policy.Json is null) yield return new UnreadPolicy(kind, policy.Address, policy.Why);
        else if (Parse(policy) is null) yield return new UnreadPolicy(kind, policy.Address, "it is not a policy document.");
    }
}
