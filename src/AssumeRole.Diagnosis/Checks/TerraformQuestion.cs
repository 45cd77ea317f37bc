using System.Text;
using System.Text.RegularExpressions;
using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Policies;
using AssumeRole.Roles;
using AssumeRole.Terraform;

namespace AssumeRole.Checks;

internal sealed class TerraformQuestion(RoleDecision decision, TerraformChainRequest request)
{
    /// <summary>The session name of an instance's role is the instance's id, which is unknown before the launch.</summary>
    public const string InstanceSession = "i-00000000000000000";

    /// <summary>A policy's document, or null if its text is unknown or invalid.</summary>
    public static PolicyDocument? Parse(TerraformPolicy? policy) =>
        policy?.Json is { Length: <= TerraformPolicy.MaximumLength } text ? PolicyParser.Parse(text).Document : null;

    public ChainStep DecideInstance(TerraformRole worker, string session)
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

    public IReadOnlyList<ChainStep> DecideHop(TerraformRole caller, string session, TerraformRole target, RoleRequest call)
    {
        var unknown = caller.Managed.Where(arn => AwsManagedPolicies.Text(arn) is null && !AwsManagedPolicies.IsSilent(arn)).ToArray();
        var question = new RoleQuestion
        {
            Caller = OfflineCaller.ForRole(caller.Arn, session).Principal,
            Target = call,
            Policies = new PolicySet
            {
                Identity = [.. caller.Identity
                    .Concat(caller.Managed.Select(arn => new TerraformPolicy(arn, AwsManagedPolicies.Text(arn), string.Empty)))
                    .Select(Named)
                    .OfType<NamedPolicy>()],
                Trust = Named(target.Trust),
                PermissionsBoundary = Named(caller.Boundary),
            },
            Unread =
            [
                .. caller.Identity.SelectMany(policy => Unread(PolicyKind.Identity, policy)),
                .. Unread(PolicyKind.Trust, target.Trust),
                .. Unread(PolicyKind.PermissionsBoundary, caller.Boundary),
                .. unknown.Where(arn => !AwsManagedPolicies.IsGrant(arn)).Select(UnreadManaged),
            ],
            Context = request.Context,
        };
        TerraformPolicy?[] policies = [.. caller.Identity, target.Trust, caller.Boundary];
        ChainStep Explain(ChainStep step) => TerraformWording.Explain(step, [caller, target], policies);
        var steps = decision.Decide(question).Select(Explain).ToArray();

        // AWS's managed policies only allow, so they matter only if the other policies do not allow the action.
        var grants = unknown.Where(AwsManagedPolicies.IsGrant).Select(UnreadManaged).ToArray();
        if (grants.Length == 0 || steps.All(step => step.Status == ChainStepStatus.Passed)) return steps;
        var helped = decision.Decide(question with { Unread = [.. question.Unread, .. grants] });
        return [.. steps.Zip(helped, (alone, with) => alone.Status == ChainStepStatus.Passed ? alone : Explain(with))];
    }

    private static NamedPolicy? Named(TerraformPolicy? policy) =>
        Parse(policy) is { } document ? new NamedPolicy(policy!.Address, document) : null;

    private static UnreadPolicy UnreadManaged(string arn) => new(PolicyKind.Identity, arn, "it is AWS's own, and its text is not in the file.");

    private static IEnumerable<UnreadPolicy> Unread(PolicyKind kind, TerraformPolicy? policy)
    {
        if (policy is null) yield break;
        if (policy.Json is null) yield return new UnreadPolicy(kind, policy.Address, policy.Why);
        else if (Parse(policy) is null) yield return new UnreadPolicy(kind, policy.Address, "it is not a policy document.");
    }
}

/// <summary>Rewrites decisions in terms of the Terraform configuration.</summary>
internal static class TerraformWording
{
    /// <summary>Replaces the ARNs of planned roles with references, and names the plan as the cause if it does not know a policy.</summary>
    public static ChainStep Explain(ChainStep step, IReadOnlyList<TerraformRole> roles, IReadOnlyList<TerraformPolicy?> policies)
    {
        if (step.FindingId == nameof(FindingCatalogue.PolicyUnread)) step = ExplainUnread(step, policies);
        var planned = roles.Where(role => role.Resource.Values["arn"].NonEmptyText is null).ToArray();
        return step with
        {
            Remedy = SuggestOwnTrust(WithReferences(step.Remedy, planned), roles),
            Candidates = [.. step.Candidates.Select(item => item with { Remedy = WithReferences(item.Remedy, planned) })],
        };
    }

    /// <summary>A trust policy of both roles cannot name one of them: Terraform would need its ARN before it creates the role.</summary>
    private static string SuggestOwnTrust(string remedy, IReadOnlyList<TerraformRole> roles)
    {
        if (roles is not [{ Trust.Address: { } first } caller, { Trust.Address: { } second } target] || first != second) return remedy;
        return remedy.Contains(first, StringComparison.Ordinal)
            ? $"Give {target.Resource.Address} a trust policy of its own, for {first} is that of {caller.Resource.Address} too. There: {remedy}"
            : remedy;
    }

    private static ChainStep ExplainUnread(ChainStep step, IReadOnlyList<TerraformPolicy?> policies)
    {
        var unread = policies.Where(policy => policy is { Json: null }).Select(policy => policy!).ToArray();

        // The evidence assumes that unknown policies allow the request; that is no statement of the policy, so it is removed.
        var evidence = unread.Aggregate(
            step.Evidence,
            (text, policy) => Regex.Replace(text, $"(Identity|Trust): {Regex.Escape(policy.Address)}, statement 0, allows it\\. ?", string.Empty));
        var planned = unread.Where(policy => !policy.IsElsewhere).ToArray();
        if (planned.Length == 0)
        {
            return step with
            {
                Evidence = evidence,
                Remedy = "Have this configuration look the policy up with data \"aws_iam_policy\", or walk the chain itself: "
                    + $"Test-WorkerRoleChain {step.Target}.",
            };
        }

        var kind = FindingCatalogue.TerraformValueUnknown;
        var isDocument = planned.Any(policy => policy.Address.Contains("data.aws_iam_policy_document.", StringComparison.Ordinal));
        return step with
        {
            FindingId = kind.Id,
            Cause = kind.Cause,
            Evidence = evidence,
            Remedy = isDocument
                ? "Name each role by its own arn attribute, in a statement block that is not dynamic, or check the state after apply."
                : kind.Remedy,
        };
    }

    private static string WithReferences(string text, IReadOnlyList<TerraformRole> planned) => planned.Aggregate(
        text, (rest, role) => Replace(rest, role.Arn.ToString(), $"{role.Resource.Address}.arn"));

    /// <summary>Replaces an ARN and the quotes around it with a reference, but not a longer ARN with the same beginning.</summary>
    private static string Replace(string text, string arn, string reference)
    {
        var replaced = new StringBuilder();
        var rest = text.AsSpan();
        while (rest.IndexOf(arn, StringComparison.Ordinal) is >= 0 and var start)
        {
            var end = start + arn.Length;
            var isWhole = end == rest.Length || !(char.IsLetterOrDigit(rest[end]) || rest[end] is '_' or '+' or '=' or ',' or '@' or '-');
            var isQuoted = isWhole && start > 0 && rest[start - 1] == '"' && end < rest.Length && rest[end] == '"';
            replaced.Append(rest[..(isQuoted ? start - 1 : start)]).Append(isWhole ? reference : arn);
            rest = rest[(isQuoted ? end + 1 : end)..];
        }

        return replaced.Append(rest).ToString();
    }
}
