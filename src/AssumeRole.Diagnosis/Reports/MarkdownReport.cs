using System.Globalization;
using System.Text;
using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>A report as Markdown, for an issue or a pull request: a table of the steps, and the findings under it.</summary>
internal static class MarkdownReport
{
    public static string Format(ChainReport report)
    {
        var text = new StringBuilder();
        Line(text, $"# {StepText.Mark(StepText.Status(report.Verdict))} {Escape(report.Summary)}");
        if (report.Title.Length > 0) Line(text, Escape(report.Title));
        var asked = report.Asked.Length > 0 ? $": {Code(report.Asked)}" : string.Empty;
        Line(text, $"{report.MadeText}, AssumeRole {report.ModuleVersion}{asked}");
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
            Line(text, $"## {Escape(StepText.Heading(chain))}");
        text.Append("|   | Step | Target | Time | What was seen |\n|---|---|---|---:|---|\n");
        foreach (var step in steps)
        {
            var seen = step.Status switch
            {
                ChainStepStatus.Passed => step.Evidence.Length > 0 ? Code(step.Evidence) : "passed",
                ChainStepStatus.Skipped => Escape(step.Cause),
                _ => $"**{Escape(step.FindingId)}** {Escape(step.Cause)}",
            };
            var target = step.Target.Length > 0 ? Code(StepText.Label(step.Target)) : string.Empty;
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {StepText.Mark(step.Status)} | {Escape(step.Step)} | {target} | {StepText.Time(step)} | {seen} |\n");
        }

        text.Append('\n');
    }

    private static void AppendFinding(StringBuilder text, ChainStep step)
    {
        Line(text, $"## {StepText.Mark(step.Status)} {Escape(step.FindingId.Length > 0 ? step.FindingId : step.Step)}");
        Line(text, $"{Escape(step.Step)} {StepText.Status(step.Status)}: {Code(step.Target)}");
        if (step.Cause.Length > 0) Line(text, $"**Cause.** {Escape(step.Cause)}");
        if (step.Evidence.Length > 0) Line(text, $"**Evidence.**\n\n{Fence(step.Evidence)}");
        if (step.Candidates.Count > 0) Line(text, "**May be,** the best supported first:");
        var rank = 0;
        foreach (var candidate in step.Candidates)
        {
            var remedy = candidate.Remedy.Length > 0 ? $" → {Escape(candidate.Remedy)}" : string.Empty;
            text.Append(CultureInfo.InvariantCulture, $"{++rank}. **{StepText.Cause(candidate)}:** {Escape(candidate.Evidence)}{remedy}\n");
        }

        if (step.Candidates.Count > 0) text.Append('\n');
        if (step.Remedy.Length > 0) Line(text, $"**Remedy.** {Escape(step.Remedy)}");
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append("\n\n");

    /// <summary>The text on one line, for a sentence or a table cell.</summary>
    private static string Escape(string text)
    {
        var clean = PlainText.OnOneLine(text);
        var escaped = new StringBuilder(clean.Length);
        for (var index = 0; index < clean.Length; index++)
        {
            if ("\\`*_{}[]<>#|~&$!".Contains(clean[index], StringComparison.Ordinal)) escaped.Append('\\');
            escaped.Append(clean[index]);
            // GitHub notifies a mentioned user even in escaped text; an empty comment between sign and name prevents it.
            if (clean[index] == '@' && index + 1 < clean.Length && char.IsAsciiLetterOrDigit(clean[index + 1])) escaped.Append("<!-- -->");
        }

        return escaped.ToString();
    }

    private static string Code(string text)
    {
        // A bar ends a table cell even within code.
        var clean = PlainText.OnOneLine(text).Replace("|", "\\|", StringComparison.Ordinal);
        var ticks = Ticks(clean, 1);
        return clean.StartsWith('`') || clean.EndsWith('`') ? $"{ticks} {clean} {ticks}" : ticks + clean + ticks;
    }

    private static string Fence(string text)
    {
        var clean = PlainText.CleanLines(text);
        var ticks = Ticks(clean, 3);
        return $"{ticks}text\n{clean}\n{ticks}";
    }

    /// <summary>More ticks than any run of them in the text.</summary>
    private static string Ticks(string text, int least)
    {
        var ticks = new string('`', least);
        while (text.Contains(ticks, StringComparison.Ordinal)) ticks += '`';
        return ticks;
    }
}
