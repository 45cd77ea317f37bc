using System.Globalization;
using System.Text;
using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>A report as Markdown, for an issue or a pull request: a table of the steps, and under it what was found.</summary>
public static class MarkdownReport
{
    /// <summary>The text.</summary>
    public static string Format(ChainReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        Line(text, $"# {StepWords.Mark(HtmlReport.StatusOf(report.Verdict))} {MarkdownText.Escape(report.Summary)}");
        if (report.Title.Length > 0) Line(text, MarkdownText.Escape(report.Title));
        var made = report.Made.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        var asked = report.Asked.Length > 0 ? $": {MarkdownText.Code(report.Asked)}" : string.Empty;
        Line(text, $"{made}, AssumeRole {report.ModuleVersion}{asked}");
        foreach (var group in Groups(report)) AppendTable(text, report, group.Chain, group.Steps);
        foreach (var step in report.Findings) AppendFinding(text, step);
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static IEnumerable<(string Chain, IReadOnlyList<ChainStep> Steps)> Groups(ChainReport report) => report.Chains.Count == 1
        ? [(string.Empty, report.Steps)]
        : report.Steps.GroupBy(step => step.Chain).Select(group => (group.Key, (IReadOnlyList<ChainStep>)[.. group]));

    private static void AppendTable(StringBuilder text, ChainReport report, string chain, IReadOnlyList<ChainStep> steps)
    {
        if (report.Chains.Count > 1)
            Line(text, $"## {MarkdownText.Escape(chain.Length == 0 ? "This worker" : $"To {StepWords.Label(chain)}")}");
        text.Append("|   | Step | Target | Time | What was seen |\n|---|---|---|---:|---|\n");
        foreach (var step in steps)
        {
            var seen = step.Status switch
            {
                ChainStepStatus.Passed => step.Evidence.Length > 0 ? MarkdownText.Code(step.Evidence) : "passed",
                ChainStepStatus.Skipped => MarkdownText.Escape(step.Cause),
                _ => $"**{MarkdownText.Escape(step.FindingId)}** {MarkdownText.Escape(step.Cause)}",
            };
            var target = step.Target.Length > 0 ? MarkdownText.Code(StepWords.Target(step)) : string.Empty;
            text.Append(CultureInfo.InvariantCulture, $"| {StepWords.Mark(step.Status)} | {MarkdownText.Escape(step.Step)} | {target} | {StepWords.Time(step)} | {seen} |\n");
        }

        text.Append('\n');
    }

    private static void AppendFinding(StringBuilder text, ChainStep step)
    {
        Line(text, $"## {StepWords.Mark(step.Status)} {MarkdownText.Escape(step.FindingId.Length > 0 ? step.FindingId : step.Step)}");
        Line(text, $"{MarkdownText.Escape(step.Step)} {StepWords.Status(step.Status)}: {MarkdownText.Code(step.Target)}");
        if (step.Cause.Length > 0) Line(text, $"**Cause.** {MarkdownText.Escape(step.Cause)}");
        if (step.Evidence.Length > 0) Line(text, $"**Evidence.**\n\n{MarkdownText.Fence(step.Evidence)}");
        if (step.Candidates.Count > 0) Line(text, "**May be,** the best supported first:");
        var rank = 0;
        foreach (var candidate in step.Candidates)
        {
            var remedy = candidate.Remedy.Length > 0 ? $" → {MarkdownText.Escape(candidate.Remedy)}" : string.Empty;
            text.Append(CultureInfo.InvariantCulture, $"{++rank}. **{StepWords.Cause(candidate)}:** {MarkdownText.Escape(candidate.Evidence)}{remedy}\n");
        }

        if (step.Candidates.Count > 0) text.Append('\n');
        if (step.Remedy.Length > 0) Line(text, $"**Remedy.** {MarkdownText.Escape(step.Remedy)}");
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append("\n\n");
}
