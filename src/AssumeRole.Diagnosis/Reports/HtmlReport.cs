using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>A self-contained page for a ticket: its content security policy forbids scripts and loading anything.</summary>
internal static class HtmlReport
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    public static string Format(ChainReport report)
    {
        var page = new HtmlMarkup().Raw("<!DOCTYPE html>\n").Open("html", ("lang", "en"));
        WriteHead(page, report);
        page.Open("body").Open("main");
        WriteVerdict(page, report);
        if (report.Chains.Count == 1)
        {
            page.Open("div", ("class", "columns"));
            ChainDiagram.Write(page, report.Chains[0], 0);
            page.Open("div", ("class", "side"));
            WriteFindings(page, report);
            WriteSteps(page, report);
            page.Close().Close();
        }
        else
        {
            page.Open("div", ("class", "pictures"));
            for (var index = 0; index < report.Chains.Count; index++) ChainDiagram.Write(page, report.Chains[index], index);
            page.Close();
            WriteFindings(page, report);
            WriteSteps(page, report);
        }

        page.Open("footer").Open("p")
            .Text("Made by").Blank().Text($"AssumeRole {report.ModuleVersion}.").Blank()
            .Open("code").Text($"Get-Help {JsonReport.Help}").Close().Blank().Text("explains every finding.")
            .Close().Close();
        return page.Close().Close().Close().ToString();
    }

    private static void WriteHead(HtmlMarkup page, ChainReport report) => page
        .Open("head")
        .Void("meta", ("charset", "utf-8"))
        .Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy))
        .Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
        .Void("meta", ("name", "color-scheme"), ("content", "light dark"))
        .Void("meta", ("name", "referrer"), ("content", "no-referrer"))
        .Element("title", report.Title.Length > 0 ? $"{report.Title}: {report.Summary}" : report.Summary)
        .Open("style").Raw("\n" + ReadStyleSheet()).Close()
        .Close();

    private static void WriteVerdict(HtmlMarkup page, ChainReport report)
    {
        var status = StepText.Status(report.Verdict);
        page.Open("header", ("class", $"card {HtmlMarkup.Class(status)}"))
            .Element("p", report.Title.Length > 0 ? report.Title : "AssumeRole: the worker's chain of roles", ("class", "over"))
            .Open("div", ("class", "verdict"));
        page.Mark(status).Element("h1", report.Summary).Close();
        page.Open("ul", ("class", "counts"));
        foreach (var group in report.Steps.GroupBy(step => step.Status).OrderBy(group => group.Key))
            page.Element("li", $"{StepText.Mark(group.Key)} {group.Count()} {StepText.Status(group.Key)}", ("class", $"chip {HtmlMarkup.Class(group.Key)}"));
        page.Close().Open("dl");
        page.Element("dt", "Made").Element("dd", report.MadeText);
        if (report.Asked.Length > 0) page.Element("dt", "Asked").Open("dd").Element("code", report.Asked).Close();
        page.Close().Close();
    }

    private static void WriteFindings(HtmlMarkup page, ChainReport report)
    {
        foreach (var step in report.Findings.OrderByDescending(StepText.Gravity)) WriteFinding(page, report, step);
    }

    private static void WriteFinding(HtmlMarkup page, ChainReport report, ChainStep step)
    {
        page.Open("section", ("class", $"card finding {HtmlMarkup.Class(step.Status)}")).Open("div", ("class", "head"));
        page.Mark(step.Status).Open("div")
            .Element("h3", step.FindingId.Length > 0 ? step.FindingId : step.Step)
            .Open("p", ("class", "where")).Text($"{step.Step} {StepText.Status(step.Status)}: {StepText.Label(step.Target)}");
        if (report.Chains.Count > 1)
            page.Text(step.Chain.Length == 0 ? ", shared by all chains" : $", on the way to {StepText.Label(step.Chain)}");
        page.Close().Close().Close().Open("dl");
        if (StepText.Label(step.Target) != step.Target) page.Element("dt", "Target").Open("dd").Element("code", step.Target).Close();
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
            page.Open("li").Element("strong", StepText.Cause(candidate));
            if (candidate.Evidence.Length > 0) page.Element("p", candidate.Evidence);
            if (candidate.Remedy.Length > 0) page.Open("p").Words($"→ {candidate.Remedy}").Close();
            page.Close();
        }

        page.Close().Close();
    }

    private static void WriteSteps(HtmlMarkup page, ChainReport report)
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
                    .Element("th", StepText.Heading(step.Chain), ("colspan", "3"))
                    .Close();
                chain = step.Chain;
            }

            WriteStep(page, step);
        }

        page.Close().Close().Close();
    }

    private static void WriteStep(HtmlMarkup page, ChainStep step)
    {
        page.Open("tr").Open("td", ("class", "step"));
        page.Mark(step.Status).Element("b", step.Step).Element("span", StepText.Label(step.Target), ("class", "target")).Close()
            .Element("td", StepText.Time(step), ("class", "time"))
            .Open("td", ("class", $"what {HtmlMarkup.Class(step.Status)}"));
        var status = StepText.Status(step.Status);
        var text = step.Status is ChainStepStatus.Passed ? step.Evidence : step.Cause;
        // The cause of a skipped step usually begins with its status.
        if (!text.StartsWith(status, StringComparison.OrdinalIgnoreCase))
            page.Element("span", step.FindingId.Length > 0 ? $"{status}: {step.FindingId}" : status, ("class", "status")).Blank();
        page.Text(text);
        page.Close().Close();
    }

    private static string ReadStyleSheet()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("HtmlReport.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
