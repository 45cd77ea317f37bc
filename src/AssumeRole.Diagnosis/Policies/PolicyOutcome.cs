namespace AssumeRole.Policies;

/// <summary>How a request is decided.</summary>
public enum PolicyOutcome
{
    /// <summary>Everything that must allow does, and nothing denies.</summary>
    Allowed,

    /// <summary>Something that must allow does not.</summary>
    ImplicitDeny,

    /// <summary>A statement denies.</summary>
    ExplicitDeny,
}
