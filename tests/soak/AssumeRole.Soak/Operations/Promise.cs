namespace AssumeRole.Soak.Operations;

/// <summary>What a step promises of the environment.</summary>
internal enum Promise
{
    /// <summary>Whatever happens, it is afterwards as it was before.</summary>
    Kept,

    /// <summary>If the step fails of itself, it is as it was before.</summary>
    KeptOnFailure,

    /// <summary>Nothing: a later step puts it back.</summary>
    None,
}
