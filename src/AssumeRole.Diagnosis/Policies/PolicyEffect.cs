namespace AssumeRole.Policies;

/// <summary>What a statement does when it applies.</summary>
public enum PolicyEffect
{
    /// <summary>The statement allows.</summary>
    Allow,

    /// <summary>The statement denies, whatever allows.</summary>
    Deny,
}
