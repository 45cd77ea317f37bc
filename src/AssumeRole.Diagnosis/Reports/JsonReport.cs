using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
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

    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Format(ChainReport report)
    {
        return Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("FormatVersion", FormatVersion);
            writer.WriteString("Title", report.Title);
            writer.WriteString("Made", report.Made.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            writer.WriteString("Asked", report.Asked);
            writer.WriteString("ModuleVersion", report.ModuleVersion);
            writer.WriteString("Verdict", report.Verdict.ToString());
            writer.WriteString("Summary", report.Summary);
            WriteChains(writer, report);
            WriteFindings(writer, report);
            writer.WritePropertyName("Steps");
            WriteSteps(writer, report.Steps);
            writer.WriteEndObject();
        }) + "\n";
    }

    /// <summary>Steps alone, as the array that a report has under Steps.</summary>
    public static string Format(IReadOnlyList<ChainStep> steps) =>
        Write(writer => WriteSteps(writer, steps.Select(step => step.WithTexts(SecretMask.Of))));

    private static void WriteChains(Utf8JsonWriter writer, ChainReport report)
    {
        writer.WriteStartArray("Chains");
        foreach (var chain in report.Chains)
        {
            writer.WriteStartObject();
            writer.WriteString("Target", chain.Target);
            writer.WriteString("Verdict", chain.Verdict.ToString());
            if (chain.BrokenAt is { } broken) writer.WriteNumber("BrokenAt", IndexOf(report, broken));
            else writer.WriteNull("BrokenAt");
            writer.WriteStartArray("Steps");
            foreach (var step in chain.Steps) writer.WriteNumberValue(IndexOf(report, step));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFindings(Utf8JsonWriter writer, ChainReport report)
    {
        writer.WriteStartArray("Findings");
        foreach (var step in report.Findings)
        {
            writer.WriteStartObject();
            writer.WriteString("FindingId", step.FindingId);
            writer.WriteString("Status", step.Status.ToString());
            writer.WriteNumber("Step", IndexOf(report, step));
            writer.WriteString("Help", Help);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteSteps(Utf8JsonWriter writer, IEnumerable<ChainStep> steps)
    {
        writer.WriteStartArray();
        foreach (var step in steps)
        {
            writer.WriteStartObject();
            writer.WriteString("Step", step.Step);
            writer.WriteString("Target", step.Target);
            writer.WriteString("Status", step.Status.ToString());
            writer.WriteNumber("DurationSeconds", step.Duration.TotalSeconds);
            writer.WriteString("FindingId", step.FindingId);
            writer.WriteString("Cause", step.Cause);
            writer.WriteString("Evidence", step.Evidence);
            writer.WriteString("Remedy", step.Remedy);
            writer.WriteString("Chain", step.Chain);
            writer.WriteStartArray("Candidates");
            foreach (var candidate in step.Candidates)
            {
                writer.WriteStartObject();
                writer.WriteString("Cause", candidate.Cause.ToString());
                writer.WriteBoolean("IsCertain", candidate.IsCertain);
                writer.WriteString("Evidence", candidate.Evidence);
                writer.WriteString("Remedy", candidate.Remedy);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // By reference: steps of two chains may be equal.
    private static int IndexOf(ChainReport report, ChainStep step)
    {
        for (var index = 0; index < report.Steps.Count; index++)
            if (ReferenceEquals(report.Steps[index], step)) return index;
        return -1;
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options)) write(writer);
        return PlainText.EscapeInJson(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
