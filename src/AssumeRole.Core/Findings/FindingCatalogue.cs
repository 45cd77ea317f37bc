using System.Reflection;

namespace AssumeRole.Findings;

/// <summary>
/// Every fault that the program can name, one vocabulary for errors, chain steps, exit codes and help. The other files of this
/// folder named FindingCatalogue.*.cs hold the entries, one file a concept.
/// </summary>
public static partial class FindingCatalogue
{
    /// <summary>All entries, ordered by id.</summary>
    public static IReadOnlyList<FindingKind> All { get; } =
    [
        .. typeof(FindingCatalogue)
            .GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(FindingKind))
            .Select(property => (FindingKind)property.GetValue(null)!)
            .OrderBy(kind => kind.Id, StringComparer.Ordinal),
    ];

    /// <summary>A fault of this program, not of the user's.</summary>
    public static FindingKind Unforeseen => new(
        nameof(Unforeseen),
        FaultCategory.InvalidOperation,
        "Something went wrong that this program did not foresee.",
        "Please report it with the output of Get-Error, or of assumerole with the same arguments.")
    {
        Symptom = "The message is that of a .NET exception, and nothing on this page fits it.",
    };
}
