namespace AssumeRole.Findings;

public static partial class FindingCatalogue
{
    /// <summary>A world file cannot be read or used.</summary>
    public static FindingKind WorldInvalid => new(
        nameof(WorldInvalid),
        FaultCategory.InvalidData,
        "The sandbox's world file cannot be used.",
        "Correct the file; about_AssumeRole shows a whole one. Without -World the built-in world is used.");

    /// <summary>The port asked for is taken.</summary>
    public static FindingKind PortUnavailable => new(
        nameof(PortUnavailable),
        FaultCategory.ResourceBusy,
        "The port cannot be listened on.",
        "Choose another -Port, or leave it out for any free one.");
}
