namespace AssumeRole.Findings;

/// <content>Faults of reports.</content>
public static partial class FindingCatalogue
{
    /// <summary>A report cannot be written where it should be.</summary>
    public static FindingKind ReportPathInvalid => new(
        nameof(ReportPathInvalid),
        FaultCategory.InvalidArgument,
        "The report cannot be written to this file.",
        "Name a file that ends in .html, .json or .md in a folder that is there and can be written to.")
    {
        Symptom = "-ReportPath is refused before the chain is walked, or the report is missing at the end.",
    };
}
