namespace AssumeRole.Findings;

/// <content>Faults of a rehearsal in the sandbox.</content>
public static partial class FindingCatalogue
{
    /// <summary>A world file cannot be read or used.</summary>
    public static FindingKind WorldInvalid => new(
        nameof(WorldInvalid),
        FaultCategory.InvalidData,
        "The sandbox's world file cannot be used.",
        "Correct the file; about_AssumeRole shows a whole one. Without -World the built-in world is used.")
    {
        Symptom = "Start-RoleSandbox -World or assumerole sandbox --world names a place in the file, such as a misspelt "
            + "member or a policy that IAM would refuse.",
    };

    /// <summary>The port asked for is taken.</summary>
    public static FindingKind PortUnavailable => new(
        nameof(PortUnavailable),
        FaultCategory.ResourceBusy,
        "The port cannot be listened on.",
        "Choose another -Port, or leave it out for any free one.")
    {
        Symptom = "The system says \"Address already in use\", or \"Permission denied\" for a port below 1024.",
    };

    /// <summary>A sandbox runs already.</summary>
    public static FindingKind SandboxRunning => new(
        nameof(SandboxRunning),
        FaultCategory.InvalidOperation,
        "A sandbox runs in this process already.",
        "Stop it with Stop-RoleSandbox first.")
    {
        Symptom = "A second Start-RoleSandbox fails, often because an earlier run of the script ended before its "
            + "Stop-RoleSandbox.",
    };
}
