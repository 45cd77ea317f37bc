namespace AssumeRole.Policies;

/// <summary>How a condition treats a context key that has several values.</summary>
public enum ConditionSetQualifier
{
    /// <summary>No prefix.</summary>
    None,

    /// <summary>ForAllValues: every value of the request must match, and none at all is fine.</summary>
    ForAllValues,

    /// <summary>ForAnyValue: one value of the request must match.</summary>
    ForAnyValue,
}
