namespace AssumeRole.Checks;

/// <summary>What became of a further question to STS.</summary>
internal enum HopAnswer
{
    /// <summary>Nothing that says anything about the role: STS throttles, fails or is not reached.</summary>
    None,

    /// <summary>AWS gives the role.</summary>
    Given,

    /// <summary>AWS denies the role.</summary>
    Denied,
}
