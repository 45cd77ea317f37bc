namespace AssumeRole.Policies.Lint;

/// <summary>What is wrong with an ARN of a policy.</summary>
/// <param name="Fault">The fault, as a sentence.</param>
/// <param name="Remedy">What to write, or null if nobody can know.</param>
/// <param name="IsRefused">Whether AWS refuses the policy for it, rather than matching nothing.</param>
internal sealed record ArnFault(string Fault, string? Remedy, bool IsRefused);
