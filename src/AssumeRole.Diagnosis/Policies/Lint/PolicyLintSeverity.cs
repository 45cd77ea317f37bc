namespace AssumeRole.Policies.Lint;

/// <summary>How much a finding of the lint weighs.</summary>
public enum PolicyLintSeverity
{
    /// <summary>The policy works, and should be changed all the same.</summary>
    Warning,

    /// <summary>AWS takes the policy, and a part of it cannot do what it is for.</summary>
    Error,

    /// <summary>AWS refuses the policy, so that there is nothing to decide by.</summary>
    Refused,
}
