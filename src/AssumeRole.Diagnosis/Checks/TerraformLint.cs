using AssumeRole.Chains;
using AssumeRole.Policies;
using AssumeRole.Policies.Lint;
using AssumeRole.Terraform;

namespace AssumeRole.Checks;

/// <summary>Lints the policies of a walk, each once. What is not known before apply is the decision's to name.</summary>
internal sealed class TerraformLint(TerraformFileKind kind)
{
    private readonly Dictionary<(string Step, string Address), bool> seen = [];

    /// <summary>The steps of the policies that were not seen before.</summary>
    /// <param name="roles">The roles of a walk, the worker's first.</param>
    public IReadOnlyList<ChainStep> Check(IReadOnlyList<TerraformRole> roles) => [.. Policies(roles).SelectMany(Check)];

    /// <summary>
    /// The policy for which AWS would refuse the plan, or null. What is in a state AWS has taken, whatever is thought of it here.
    /// </summary>
    public TerraformPolicy? FindRefused(IReadOnlyList<TerraformRole> roles) => kind == TerraformFileKind.State
        ? null
        : Policies(roles).FirstOrDefault(item => seen.TryGetValue((item.Step, item.Policy.Address), out var isUsable) && !isUsable).Policy;

    /// <summary>What the callers may do, and who trusts them.</summary>
    private static IEnumerable<(string Step, PolicyKind Kind, TerraformPolicy Policy)> Policies(IReadOnlyList<TerraformRole> roles)
    {
        foreach (var policy in roles.SkipLast(1).SelectMany(role => role.Identity))
            yield return (ChainStepName.WorkerPolicy, PolicyKind.Identity, policy);
        foreach (var boundary in roles.SkipLast(1).Select(role => role.Boundary).OfType<TerraformPolicy>())
            yield return (ChainStepName.WorkerPolicy, PolicyKind.PermissionsBoundary, boundary);
        foreach (var trust in roles.Skip(1).Select(role => role.Trust).OfType<TerraformPolicy>())
            yield return (ChainStepName.TrustPolicy, PolicyKind.Trust, trust);
    }

    private IEnumerable<ChainStep> Check((string Step, PolicyKind Kind, TerraformPolicy Policy) item)
    {
        if (item.Policy.Json is not { Length: <= TerraformPolicy.MaximumLength } text) return [];
        if (seen.ContainsKey((item.Step, item.Policy.Address))) return [];
        var result = PolicyLint.Check(new PolicySource(item.Policy.Address, text), item.Kind);
        seen[(item.Step, item.Policy.Address)] = result.IsUsable;
        return PolicySteps.Of(item.Step, result);
    }
}
