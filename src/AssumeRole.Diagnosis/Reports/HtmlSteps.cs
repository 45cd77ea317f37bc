using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>Every step in a table, with what was seen.</summary>
internal static class HtmlSteps
{
    /// <summary>Writes the table.</summary>
    public static void Write(HtmlMarkup page, ChainReport report)
    {
        page.Open("section", ("class", "card")).Element("h2", "Every step").Open("table").Open("thead").Open("tr")
            .Element("th", "Step", ("class", "step")).Element("th", "Time", ("class", "time")).Element("th", "What was seen")
            .Close().Close().Open("tbody");
        string? chain = null;
        foreach (var step in report.Steps)
        {
            if (report.Chains.Count > 1 && step.Chain != chain)
            {
                page.Open("tr", ("class", "chain"))
                    .Element("th", step.Chain.Length == 0 ? "This worker" : $"To {StepWords.Label(step.Chain)}", ("colspan", "3"))
                    .Close();
                chain = step.Chain;
            }

            WriteRow(page, step);
        }

        page.Close().Close().Close();
    }

    private static void WriteRow(HtmlMarkup page, ChainStep step)
    {
        page.Open("tr").Open("td", ("class", "step"));
        HtmlReport.WriteMark(page, step.Status).Element("b", step.Step).Element("span", StepWords.Target(step), ("class", "target")).Close()
            .Element("td", StepWords.Time(step), ("class", "time"))
            .Open("td", ("class", $"what {HtmlReport.Class(step.Status)}"));
        var status = StepWords.Status(step.Status);
        var text = step.Status is ChainStepStatus.Passed ? step.Evidence : step.Cause;
        // Why a step was not tried begins with these words as a rule.
        if (!text.StartsWith(status, StringComparison.OrdinalIgnoreCase))
            page.Element("span", step.FindingId.Length > 0 ? $"{status}: {step.FindingId}" : status, ("class", "status")).Blank();
        page.Text(text);
        page.Close().Close();
    }
}
