namespace AssumeRole.Findings;

/// <content>Faults of running a script block with a role.</content>
public static partial class FindingCatalogue
{
    /// <summary>Nothing was given to run.</summary>
    public static FindingKind ScriptBlockMissing => new(
        nameof(ScriptBlockMissing),
        FaultCategory.InvalidArgument,
        "There is no script block to run.",
        "Write Invoke-WithRole <role> { <commands> }.");
}
