using AssumeRole.Findings;

namespace AssumeRole.Rotation;

/// <summary>A checked run: nothing has been assumed and nothing written for it yet.</summary>
/// <param name="Accounts">What is to be done, in the configuration's order.</param>
/// <param name="Warnings">What may turn out wrong and is AWS's to decide.</param>
/// <param name="Request">What was asked for.</param>
public sealed record RotationPlan(
    IReadOnlyList<PlannedAccount> Accounts, IReadOnlyList<Finding> Warnings, RotationRequest Request);
