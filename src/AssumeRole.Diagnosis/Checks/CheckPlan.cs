using AssumeRole.Chains;
using AssumeRole.Findings;

namespace AssumeRole.Checks;

/// <summary>What was asked to be checked: the chains, and a row for each role to which there cannot even be one.</summary>
/// <typeparam name="T">A planned chain.</typeparam>
/// <param name="Chains">The chains to walk.</param>
/// <param name="Unplanned">The rows of the others.</param>
public sealed record CheckPlan<T>(IReadOnlyList<T> Chains, IReadOnlyList<ChainStep> Unplanned)
{
    /// <summary>Plans a chain to each role, so that a wrong ARN is a finding like any other and hides nothing of the rest.</summary>
    /// <param name="roleArns">The roles; none means the one that aws_assume_role_arn names.</param>
    /// <param name="plan">Checks one request; null stands for the variable.</param>
#pragma warning disable CA1000 // The type is named by what is planned, which the compiler cannot infer from a method of another.
    public static CheckPlan<T> For(IReadOnlyList<string>? roleArns, Func<string?, T> plan)
#pragma warning restore CA1000
    {
        ArgumentNullException.ThrowIfNull(plan);
        var chains = new List<T>();
        var unplanned = new List<ChainStep>();
        foreach (var role in roleArns is { Count: > 0 } ? roleArns : [null!])
        {
            try
            {
                chains.Add(plan(role));
            }
            catch (AssumeRoleException error)
            {
                unplanned.Add(WorkerChainCheck.Untried(error.Finding) with { Chain = role ?? string.Empty });
            }
        }

        return new CheckPlan<T>(chains, unplanned);
    }
}
