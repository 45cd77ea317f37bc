namespace AssumeRole.Findings;

/// <content>Faults of the executable.</content>
public static partial class FindingCatalogue
{
    /// <summary>Secrets would be shown on a terminal.</summary>
    public static FindingKind SecretsOnTerminal => new(
        nameof(SecretsOnTerminal),
        FaultCategory.InvalidOperation,
        "The output would show secrets on this terminal.",
        "Use eval \"$(assumerole env)\" or assumerole exec, or say --reveal.");

    /// <summary>A credential process ends up calling itself.</summary>
    public static FindingKind CredentialProcessRecursion => new(
        nameof(CredentialProcessRecursion),
        FaultCategory.InvalidData,
        "The profile's credential_process calls itself.",
        "Name the profile to start from with --profile-name; it must not be the one that has this credential_process.");

    /// <summary>The program to run does not exist.</summary>
    public static FindingKind CommandMissing => new(
        nameof(CommandMissing),
        FaultCategory.ObjectNotFound,
        "There is no such program.",
        "Write assumerole exec -- <program> <arguments>, and check PATH.");

    /// <summary>The program to run cannot be run.</summary>
    public static FindingKind CommandNotExecutable => new(
        nameof(CommandNotExecutable),
        FaultCategory.InvalidOperation,
        "The program cannot be run.",
        "Check that it may be executed and that it is made for this machine.");
}
