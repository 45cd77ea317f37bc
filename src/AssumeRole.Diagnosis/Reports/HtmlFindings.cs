using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>What was found, a card each: cause, evidence, what it may come from, what to change.</summary>
internal static class HtmlFindings
{
    /// <summary>Writes the cards, those of broken links first.</summary>
    public static void Write(HtmlMarkup page, ChainReport report)
    {
        foreach (var step in report.Findings.OrderBy(Weight)) WriteCard(page, report, step);
    }

    private static int Weight(ChainStep step) => step.Status switch
    {
        ChainStepStatus.Failed => 0,
        ChainStepStatus.Indeterminate => 1,
        _ => 2,
    };

    private static void WriteCard(HtmlMarkup page, ChainReport report, ChainStep step)
    {
        page.Open("section", ("class", $"card finding {HtmlReport.Class(step.Status)}")).Open("div", ("class", "head"));
        HtmlReport.WriteMark(page, step.Status).Open("div")
            .Element("h3", step.FindingId.Length > 0 ? step.FindingId : step.Step)
            .Open("p", ("class", "where")).Text($"{step.Step} {StepWords.Status(step.Status)}: {StepWords.Target(step)}");
        if (report.Chains.Count > 1)
            page.Text(step.Chain.Length == 0 ? ", shared by all chains" : $", on the way to {StepWords.Label(step.Chain)}");
        page.Close().Close().Close().Open("dl");
        if (StepWords.Target(step) != step.Target) page.Element("dt", "Target").Open("dd").Element("code", step.Target).Close();
        if (step.Cause.Length > 0) page.Element("dt", "Cause").Element("dd", step.Cause);
        if (step.Evidence.Length > 0) page.Element("dt", "Evidence", ("class", "beside")).Element("dd", step.Evidence, ("class", "seen mono"));
        WriteCandidates(page, step.Candidates);
        if (step.Remedy.Length > 0) page.Element("dt", "Remedy", ("class", "beside")).Open("dd", ("class", "remedy")).Words(step.Remedy).Close();
        page.Close().Close();
    }

    private static void WriteCandidates(HtmlMarkup page, IReadOnlyList<DenialCandidate> candidates)
    {
        if (candidates.Count == 0) return;
        page.Element("dt", "May be").Open("dd").Open("ol", ("class", "causes"));
        foreach (var candidate in candidates)
        {
            page.Open("li").Element("strong", StepWords.Cause(candidate));
            if (candidate.Evidence.Length > 0) page.Element("p", candidate.Evidence);
            if (candidate.Remedy.Length > 0) page.Open("p").Words($"→ {candidate.Remedy}").Close();
            page.Close();
        }

        page.Close().Close();
    }
}
