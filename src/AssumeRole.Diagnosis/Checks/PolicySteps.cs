using AssumeRole.Chains;
using AssumeRole.Policies;
using AssumeRole.Policies.Lint;
using AssumeRole.Terraform;

namespace AssumeRole.Checks;

internal static class PolicySteps
{
    public static IEnumerable<ChainStep> Create(string step, PolicyLintResult result) => result.Findings.Count == 0
        ? [ChainStep.Passed(step, result.Source.Name, $"{Count(result.Document!.Statements.Count)}, version {result.Document.Version}.")]
        : result.Findings.Select(found => found.Severity == PolicyLintSeverity.Warning
            ? ChainStep.Warned(step, found.Finding)
            : ChainStep.Failed(step, found.Finding));

    private static string Count(int statements) => statements == 1 ? "1 statement" : $"{statements} statements";
}

/// <summary>Lints each policy of a walk once. Values that are unknown before apply are reported by the decision.</summary>
internal sealed class TerraformLint(TerraformFileKind kind)
{
    private readonly Dictionary<(string Step, string Address), bool> seen = [];

    public IReadOnlyList<ChainStep> Check(IReadOnlyList<TerraformRole> roles) => [.. Policies(roles).SelectMany(Check)];

    /// <summary>The policy for which AWS would refuse a plan, or null. AWS has already accepted the policies of a state.</summary>
    public TerraformPolicy? FindRefused(IReadOnlyList<TerraformRole> roles) => kind == TerraformFileKind.State
        ? null
        : Policies(roles).FirstOrDefault(item => seen.TryGetValue((item.Step, item.Policy.Address), out var isUsable) && !isUsable).Policy;

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
        return PolicySteps.Create(item.Step, result);
    }
}
