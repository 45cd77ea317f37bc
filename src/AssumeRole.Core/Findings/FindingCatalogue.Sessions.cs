namespace AssumeRole.Findings;

/// <content>Faults of the session in force.</content>
public static partial class FindingCatalogue
{
    /// <summary>Another runspace has a role in the process's one environment.</summary>
    public static FindingKind EnvironmentInUse => new(
        nameof(EnvironmentInUse),
        FaultCategory.ResourceBusy,
        "Environment variables belong to the whole process, and another runspace has a role in them.",
        "Use Get-AssumedRoleCredential here: it changes no variable, and -As renders the session for other programs.");

    /// <summary>A chain was to start from the session in force, and there is none.</summary>
    public static FindingKind SessionMissing => new(
        nameof(SessionMissing),
        FaultCategory.InvalidOperation,
        "-Chain starts from the session in force, and none is.",
        "Run Use-AssumedRole first, or leave -Chain out to start from the worker's own identity.");

    /// <summary>The session that was to be used has ended.</summary>
    public static FindingKind SessionExpired => new(
        nameof(SessionExpired),
        FaultCategory.AuthenticationError,
        "The session has expired.",
        "Assume the role again from the worker's own identity.");

    /// <summary>A sandbox runs already.</summary>
    public static FindingKind SandboxRunning => new(
        nameof(SandboxRunning),
        FaultCategory.InvalidOperation,
        "A sandbox runs in this process already.",
        "Stop it with Stop-RoleSandbox first.");
}
