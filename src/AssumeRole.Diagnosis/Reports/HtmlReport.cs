using System.Globalization;
using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>
/// A report as one page for people, to be attached to a ticket: the chains drawn across their accounts, what was found, why, and what
/// to do. It is whole in itself: it loads nothing and runs no script, and its content security policy would not let it.
/// </summary>
public static class HtmlReport
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    /// <summary>The page.</summary>
    public static string Format(ChainReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = new HtmlMarkup().Own("<!DOCTYPE html>\n").Open("html", ("lang", "en"));
        WriteHead(page, report);
        page.Open("body").Open("main");
        WriteVerdict(page, report);
        if (report.Chains.Count == 1)
        {
            page.Open("div", ("class", "columns"));
            ChainPicture.Write(page, report.Chains[0], 0);
            page.Open("div", ("class", "side"));
            HtmlFindings.Write(page, report);
            HtmlSteps.Write(page, report);
            page.Close().Close();
        }
        else
        {
            page.Open("div", ("class", "pictures"));
            for (var index = 0; index < report.Chains.Count; index++) ChainPicture.Write(page, report.Chains[index], index);
            page.Close();
            HtmlFindings.Write(page, report);
            HtmlSteps.Write(page, report);
        }

        page.Open("footer").Open("p")
            .Text("Made by").Blank().Text($"AssumeRole {report.ModuleVersion}.").Blank()
            .Open("code").Text($"Get-Help {JsonReport.Help}").Close().Blank().Text("explains every finding.")
            .Close().Close();
        return page.Close().Close().Close().ToString();
    }

    /// <summary>The class that gives an element the colour of a status.</summary>
    internal static string Class(ChainStepStatus status) => status switch
    {
        ChainStepStatus.Passed => "s-passed",
        ChainStepStatus.Warning => "s-warning",
        ChainStepStatus.Failed => "s-failed",
        ChainStepStatus.Skipped => "s-skipped",
        _ => "s-undecided",
    };

    /// <summary>Writes the mark of a status in its ring.</summary>
    internal static HtmlMarkup WriteMark(HtmlMarkup page, ChainStepStatus status) =>
        page.Element("span", StepWords.Mark(status), ("class", $"mark {Class(status)}"), ("aria-hidden", "true"));

    /// <summary>The status that stands for a verdict.</summary>
    internal static ChainStepStatus StatusOf(ChainVerdict verdict) => verdict switch
    {
        ChainVerdict.Holds => ChainStepStatus.Passed,
        ChainVerdict.Warned => ChainStepStatus.Warning,
        ChainVerdict.Broken => ChainStepStatus.Failed,
        _ => ChainStepStatus.Indeterminate,
    };

    private static void WriteHead(HtmlMarkup page, ChainReport report) => page
        .Open("head")
        .Void("meta", ("charset", "utf-8"))
        .Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy))
        .Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
        .Void("meta", ("name", "color-scheme"), ("content", "light dark"))
        .Void("meta", ("name", "referrer"), ("content", "no-referrer"))
        .Element("title", report.Title.Length > 0 ? $"{report.Title}: {report.Summary}" : report.Summary)
        .Open("style").Own(HtmlStyle.Sheet).Close()
        .Close();

    private static void WriteVerdict(HtmlMarkup page, ChainReport report)
    {
        var status = StatusOf(report.Verdict);
        page.Open("header", ("class", $"card {Class(status)}"))
            .Element("p", report.Title.Length > 0 ? report.Title : "AssumeRole: the worker's chain of roles", ("class", "over"))
            .Open("div", ("class", "verdict"));
        WriteMark(page, status).Element("h1", report.Summary).Close();
        page.Open("ul", ("class", "counts"));
        foreach (var group in report.Steps.GroupBy(step => step.Status).OrderBy(group => group.Key))
            page.Element("li", $"{StepWords.Mark(group.Key)} {group.Count()} {StepWords.Status(group.Key)}", ("class", $"chip {Class(group.Key)}"));
        page.Close().Open("dl");
        page.Element("dt", "Made").Element("dd", report.Made.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        if (report.Asked.Length > 0) page.Element("dt", "Asked").Open("dd").Element("code", report.Asked).Close();
        page.Close().Close();
    }
}
