using System.Globalization;
using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>
/// Draws one chain from top to bottom: the worker with its checks, then each identity in the box of its account, joined by ways that
/// carry the mark of their step. One size fits a wide page, a phone and paper, and any number of hops.
/// </summary>
internal sealed class ChainPicture
{
    private const int Width = 400;
    private const int Edge = 6;
    private const int Rail = 42;
    private const int TextLeft = 64;
    private const int TextRight = Width - 24;
    private const int RowHeight = 26;
    private const int TitleHeight = 32;
    private const int NodeHeight = 54;
    private const int LineHeight = 18;
    private const int WayHeight = 48;
    private const int LanePadding = 14;

    // What fits between the two edges of the text: 14 px fixed width, 13 px and 12 px proportional, measured with room to spare.
    private const int NameLetters = 38;
    private const int TextLetters = 44;
    private const int DetailLetters = 48;

    private readonly HtmlMarkup page;
    private int y = Edge;

    private ChainPicture(HtmlMarkup page) => this.page = page;

    /// <summary>Writes the figure of a chain.</summary>
    /// <param name="page">Where.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="index">Which one of the page; names within a page are unique.</param>
    public static void Write(HtmlMarkup page, ReportedChain chain, int index)
    {
        var plan = PicturePlan.For(chain);
        var status = HtmlReport.StatusOf(chain.Verdict);
        var caption = chain.Target.Length == 0 ? "The chain" : $"To {StepWords.Label(chain.Target)}";
        page.Open("figure", ("class", "card")).Open("figcaption");
        HtmlReport.WriteMark(page, status).Element("span", caption).Close();
        page.Open(
            "svg",
            ("viewBox", $"0 0 {Width} {HeightOf(plan)}"), ("role", "img"), ("aria-labelledby", $"title{index} desc{index}"));
        page.Element("title", caption, ("id", $"title{index}")).Element("desc", Describe(chain), ("id", $"desc{index}"));
        new ChainPicture(page).Draw(plan);
        page.Close().Close();
    }

    private static int HeightOf(PictureStop stop) => NodeHeight + (NameLines(stop).Length - 1) * LineHeight;

    // A role's name has 64 letters at most and fits on two lines; only what is no role's name is cut.
    private static string[] NameLines(PictureStop stop) => [.. TextCells.Wrap(Cut(stop.Name, 2 * NameLetters), NameLetters).Take(2)];

    private static string Describe(ReportedChain chain) =>
        $"{ChainReport.Summarize(chain)} {string.Join(' ', chain.Steps.Select(step => $"{step.Step} {StepWords.Target(step)}: {StepWords.Status(step.Status)}."))}";

    private static int HeightOf(PicturePlan plan)
    {
        var measure = new ChainPicture(new HtmlMarkup());
        measure.Draw(plan);
        return measure.y + Edge;
    }

    private void Draw(PicturePlan plan)
    {
        DrawChecks("This worker", plan.Worker);
        for (var index = 0; index < plan.Stops.Count;)
        {
            var first = plan.Stops[index];
            var lane = plan.Stops.Skip(index).TakeWhile(stop => stop.Account == first.Account && stop.Partition == first.Partition).ToArray();
            DrawLane(lane);
            index += lane.Length;
        }

        if (plan.Others.Count == 0) return;
        y += LanePadding;
        DrawChecks("Other checks", plan.Others);
    }

    private void DrawChecks(string title, IReadOnlyList<ChainStep> steps)
    {
        DrawLaneBox(title, TitleHeight + steps.Count * RowHeight + (steps.Count == 0 ? 4 : 10));
        y += TitleHeight;
        foreach (var step in steps)
        {
            var middle = y + RowHeight / 2;
            page.Open("g", ("class", HtmlReport.Class(step.Status))).Element("title", $"{step.Step} {StepWords.Target(step)}: {StepWords.Status(step.Status)}");
            DrawMark(step.Status, middle, 9);
            var found = step.Status is ChainStepStatus.Passed ? StepWords.Time(step)
                : step.FindingId.Length > 0 ? step.FindingId : StepWords.Status(step.Status);
            DrawText(TextLeft, middle + 4, step.Step, TextLetters - found.Length - 2, "check");
            page.Element("text", Cut(found, TextLetters - 12), Place(TextRight, middle + 4, step.Status == ChainStepStatus.Passed ? "time" : "time found"));
            page.Close();
            y += RowHeight;
        }

        y += steps.Count == 0 ? 4 : 10;
    }

    private void DrawLane(PictureStop[] stops)
    {
        // The way to the first identity begins outside of the box of its account.
        var outside = y;
        y += WayHeight;
        var account = stops[0].Account;
        var title = account.Length == 0 ? "Account not known" : $"Account {account}";
        if (stops[0].Partition is not ("" or "aws")) title += $" ({stops[0].Partition})";
        DrawLaneBox(title, TitleHeight + stops.Sum(HeightOf) + (stops.Length - 1) * WayHeight + LanePadding);
        var top = y + TitleHeight;
        for (var index = 0; index < stops.Length; index++)
        {
            var from = index == 0 ? outside : top;
            if (index > 0) top += WayHeight;
            DrawStop(stops[index], from, top);
            top += HeightOf(stops[index]);
        }

        y = top + LanePadding;
    }

    private void DrawStop(PictureStop stop, int from, int top)
    {
        var middle = from + WayHeight / 2;
        var step = stop.Step;
        // A broken way ends at its mark.
        var isBroken = step.Status == ChainStepStatus.Failed;
        page.Open("g", ("class", HtmlReport.Class(step.Status) + (stop.IsReached ? string.Empty : " far")))
            .Element("title", step.Target.Length > 0 ? step.Target : stop.Name)
            .Void("path", ("class", "way"), ("d", $"M{Rail} {from}V{(isBroken ? middle : top - 8)}"));
        if (isBroken) page.Void("path", ("class", "gap"), ("d", $"M{Rail} {middle}V{top}"));
        else page.Void("path", ("class", "head"), ("d", $"M{Rail - 6} {top - 9}h12l-6 9z"));
        DrawMark(step.Status, middle, 11);
        var outcome = step.FindingId.Length > 0 ? step.FindingId : StepWords.Status(step.Status);
        var time = StepWords.Time(step);
        page.Open("text", Place(TextLeft, middle + 5, "label"))
            .Element("tspan", stop.Way, ("class", "step")).Blank()
            .Element("tspan", Cut(outcome, TextLetters - stop.Way.Length - time.Length), step.FindingId.Length > 0 ? [("class", "found")] : [])
            .Close();
        if (time.Length > 0) page.Element("text", time, Place(TextRight, middle + 5, "time"));
        DrawNode(stop, top);
        page.Close();
    }

    private void DrawNode(PictureStop stop, int top)
    {
        page.Void(
            "rect",
            ("class", "node"), ("x", "22"), ("y", Number(top)), ("width", Number(Width - 44)), ("height", Number(HeightOf(stop))), ("rx", "9"));
        var baseline = top + (stop.Detail.Length == 0 ? 32 : 24);
        foreach (var line in NameLines(stop))
        {
            DrawText(36, baseline, line, NameLetters, "name");
            baseline += LineHeight;
        }

        if (stop.Detail.Length > 0) DrawText(36, baseline, stop.Detail, DetailLetters, "detail");
    }

    private void DrawLaneBox(string title, int height)
    {
        page.Void(
            "rect",
            ("class", "lane"), ("x", Number(Edge)), ("y", Number(y)), ("width", Number(Width - 2 * Edge)), ("height", Number(height)), ("rx", "12"));
        DrawText(TextLeft, y + 21, title, TextLetters, "lane");
    }

    private void DrawMark(ChainStepStatus status, int middle, int radius) => page
        .Void("circle", ("cx", Number(Rail)), ("cy", Number(middle)), ("r", Number(radius)))
        .Element("text", StepWords.Mark(status), Place(Rail, middle + 4, "sign"));

    private void DrawText(int left, int baseline, string text, int letters, string name) =>
        page.Element("text", Cut(PlainText.OnOneLine(text), letters), Place(left, baseline, name));

    private static (string, string)[] Place(int left, int baseline, string name) =>
        [("class", name), ("x", Number(left)), ("y", Number(baseline))];

    private static string Cut(string text, int letters) => TextCells.Cut(text, Math.Max(letters, 6), "…");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
