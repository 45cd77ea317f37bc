namespace AssumeRole.Policies;

/// <summary>The sort of a <see cref="PolicyProblem"/>.</summary>
public enum PolicyProblemKind
{
    /// <summary>The text is not JSON.</summary>
    InvalidJson,

    /// <summary>An element that IAM does not know.</summary>
    UnknownElement,

    /// <summary>An element that must be there is not.</summary>
    MissingElement,

    /// <summary>An element that this kind of policy may not have, or that excludes another.</summary>
    ProhibitedElement,

    /// <summary>An element's value has the wrong type or form.</summary>
    InvalidValue,
}
