using System.Globalization;
using System.Text.Json.Nodes;
using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>
/// A report as JSON, for programs. Names and their meaning never change within a <c>FormatVersion</c>; new names may come, so a reader
/// skips those that it does not know.
/// <code>
/// {
///   "FormatVersion": 1,
///   "Title": "...", "Made": "2026-03-04T05:06:07Z", "Asked": "...", "ModuleVersion": "1.2.3",
///   "Verdict": "Holds | Warned | Undecided | Broken", "Summary": "...",
///   "Chains":   [ { "Target": "arn:...", "Verdict": "...", "BrokenAt": 3, "Steps": [0, 1, 2, 3] } ],
///   "Findings": [ { "FindingId": "...", "Status": "Failed", "Step": 3, "Help": "about_AssumeRole_Troubleshooting" } ],
///   "Steps":    [ { "Step": "Hop", "Target": "arn:...", "Status": "Passed | Warning | Failed | Skipped | Indeterminate",
///                   "DurationSeconds": 0.1, "FindingId": "", "Cause": "", "Evidence": "", "Remedy": "", "Chain": "arn:...",
///                   "Candidates": [ { "Cause": "TrustPolicy", "IsCertain": false, "Evidence": "", "Remedy": "" } ] } ]
/// }
/// </code>
/// The numbers in <c>Chains</c> and <c>Findings</c> are positions in <c>Steps</c>; <c>BrokenAt</c> is null for a chain that holds.
/// </summary>
internal static class JsonReport
{
    public const int FormatVersion = 1;

    /// <summary>The about topic that explains every finding id.</summary>
    public const string Help = "about_AssumeRole_Troubleshooting";

    public static string Format(ChainReport report)
    {
        // By reference: steps of two chains may be equal.
        var positions = new Dictionary<ChainStep, int>(ReferenceEqualityComparer.Instance);
        foreach (var step in report.Steps) positions.Add(step, positions.Count);
        return JsonText.Write(new JsonObject
        {
            ["FormatVersion"] = FormatVersion,
            ["Title"] = report.Title,
            ["Made"] = report.Made.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["Asked"] = report.Asked,
            ["ModuleVersion"] = report.ModuleVersion,
            ["Verdict"] = report.Verdict.ToString(),
            ["Summary"] = report.Summary,
            ["Chains"] = ToArray(report.Chains, chain => new JsonObject
            {
                ["Target"] = chain.Target,
                ["Verdict"] = chain.Verdict.ToString(),
                ["BrokenAt"] = chain.BrokenAt is { } broken ? positions[broken] : null,
                ["Steps"] = ToArray(chain.Steps, step => JsonValue.Create(positions[step])),
            }),
            ["Findings"] = ToArray(report.Findings, step => new JsonObject
            {
                ["FindingId"] = step.FindingId,
                ["Status"] = step.Status.ToString(),
                ["Step"] = positions[step],
                ["Help"] = Help,
            }),
            ["Steps"] = ToArray(report.Steps, ToJson),
        }) + "\n";
    }

    /// <summary>Steps alone, as the array that a report has under Steps.</summary>
    public static string Format(IReadOnlyList<ChainStep> steps) =>
        JsonText.Write(ToArray(steps, step => ToJson(step.WithTexts(SecretMask.Of))));

    private static JsonObject ToJson(ChainStep step) => new()
    {
        ["Step"] = step.Step,
        ["Target"] = step.Target,
        ["Status"] = step.Status.ToString(),
        ["DurationSeconds"] = step.Duration.TotalSeconds,
        ["FindingId"] = step.FindingId,
        ["Cause"] = step.Cause,
        ["Evidence"] = step.Evidence,
        ["Remedy"] = step.Remedy,
        ["Chain"] = step.Chain,
        ["Candidates"] = ToArray(step.Candidates, candidate => new JsonObject
        {
            ["Cause"] = candidate.Cause.ToString(),
            ["IsCertain"] = candidate.IsCertain,
            ["Evidence"] = candidate.Evidence,
            ["Remedy"] = candidate.Remedy,
        }),
    };

    private static JsonArray ToArray<T>(IEnumerable<T> items, Func<T, JsonNode> convert) => new([.. items.Select(convert)]);
}
