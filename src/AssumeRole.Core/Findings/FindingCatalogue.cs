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

    internal static FindingKind Unforeseen => new(
        FaultCategory.InvalidOperation,
        ExitCode.Other,
        Cause: "Something went wrong that this program did not foresee.",
        Remedy: "Please report it with the output of Get-Error, or of assumerole with the same arguments.",
        Symptom: "The message is that of a .NET exception, and nothing on this page fits it.");
}
