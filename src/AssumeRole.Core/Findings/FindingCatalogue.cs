using System.Reflection;

namespace AssumeRole.Findings;

/// <summary>
/// The table of all faults that the program can name: one vocabulary for errors, chain steps, exit codes and help. Each file
/// FindingCatalogue.*.cs holds the rows of one subject, which is one section of about_AssumeRole_Troubleshooting.
/// </summary>
public static partial class FindingCatalogue
{
    /// <summary>All rows, ordered by id.</summary>
    public static IReadOnlyList<FindingKind> All { get; } =
    [
        .. typeof(FindingCatalogue)
            .GetProperties(BindingFlags.NonPublic | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(FindingKind))
            .Select(property => (FindingKind)property.GetValue(null)!)
            .OrderBy(kind => kind.Id, StringComparer.Ordinal),
    ];

    internal static FindingKind Unforeseen => new(FaultCategory.InvalidOperation, ExitCode.Other,
        Cause: "Something went wrong that this program did not foresee.",
        Remedy: "Please report it with the output of Get-Error, or of assumerole with the same arguments.",
        Symptom: "The message is that of a .NET exception, and nothing on this page fits it.");

    internal static FindingKind SecretsOnTerminal => new(FaultCategory.InvalidOperation, ExitCode.Other,
        Cause: "The output would show secrets on this terminal.",
        Remedy: "Use eval \"$(assumerole env || echo exit $?)\" or assumerole exec, send the output of assumerole serve to a file, or "
            + "say --reveal.",
        Symptom: "assumerole env or credential-process gives no keys when it is started by hand, and works in $( ) or behind a pipe.");

    internal static FindingKind CommandMissing => new(FaultCategory.ObjectNotFound, ExitCode.Other,
        Cause: "There is no such program.",
        Remedy: "Write assumerole exec -- <program> <arguments>, and check PATH.",
        Symptom: "assumerole exec exits with 127, as a shell does for \"command not found\"; a shell's own words, such as cd or &&, are "
            + "no programs.");

    internal static FindingKind CommandNotExecutable => new(FaultCategory.InvalidOperation, ExitCode.Other,
        Cause: "The program cannot be run.",
        Remedy: "Check that it may be executed (chmod +x) and that it is made for this machine.",
        Symptom: "assumerole exec exits with 126, as a shell does for \"Permission denied\" or \"Exec format error\".");

    internal static FindingKind WorldInvalid => new(FaultCategory.InvalidData, ExitCode.Other,
        Cause: "The sandbox's world file cannot be used.",
        Remedy: "Correct the file; about_AssumeRole shows a whole one. Without -World the built-in world is used.",
        Symptom: "Start-RoleSandbox -World or assumerole sandbox --world names a place in the file, such as a misspelt member or a "
            + "policy that IAM would refuse.");

    internal static FindingKind PortUnavailable => new(FaultCategory.ResourceBusy, ExitCode.Other,
        Cause: "The port cannot be listened on.",
        Remedy: "Choose another -Port, or leave it out for any free one.",
        Symptom: "The system says \"Address already in use\", or \"Permission denied\" for a port below 1024.");

    internal static FindingKind SandboxRunning => new(FaultCategory.InvalidOperation, ExitCode.Other,
        Cause: "A sandbox runs in this process already.",
        Remedy: "Stop it with Stop-RoleSandbox first.",
        Symptom: "A second Start-RoleSandbox fails, often because an earlier run of the script ended before its Stop-RoleSandbox.");
}
