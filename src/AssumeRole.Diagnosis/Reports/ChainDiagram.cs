using System.Globalization;
using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>Draws one chain as SVG from top to bottom. One size fits a wide page, a phone and paper, and any number of hops.</summary>
internal sealed class ChainDiagram
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

    // The letters that fit between the edges of the text: 14 px fixed width, 13 px and 12 px proportional, with room to spare.
    private const int NameLetters = 38;
    private const int TextLetters = 44;
    private const int DetailLetters = 48;

    private readonly HtmlMarkup page;
    private int y = Edge;

    private ChainDiagram(HtmlMarkup page) => this.page = page;

    /// <param name="index">The figure's number on the page, which makes its element ids unique.</param>
    public static void Write(HtmlMarkup page, ReportedChain chain, int index)
    {
        var layout = DiagramLayout.For(chain);
        var caption = chain.Target.Length == 0 ? "The chain" : $"To {StepText.Label(chain.Target)}";
        page.Open("figure", ("class", "card")).Open("figcaption");
        page.Mark(StepText.Status(chain.Verdict)).Element("span", caption).Close();
        page.Open(
            "svg",
            ("viewBox", $"0 0 {Width} {HeightOf(layout)}"), ("role", "img"), ("aria-labelledby", $"title{index} desc{index}"));
        page.Element("title", caption, ("id", $"title{index}")).Element("desc", Describe(chain), ("id", $"desc{index}"));
        new ChainDiagram(page).Draw(layout);
        page.Close().Close();
    }

    private static int HeightOf(DiagramNode node) => NodeHeight + (NameLines(node).Length - 1) * LineHeight;

    // A role's name has at most 64 letters and fits on two lines; only other texts are cut.
    private static string[] NameLines(DiagramNode node) => [.. DisplayWidth.Wrap(Cut(node.Name, 2 * NameLetters), NameLetters).Take(2)];

    private static string Describe(ReportedChain chain) =>
        string.Join(' ', chain.Steps.Select(step => $"{Describe(step)}.").Prepend(chain.Summary));

    private static string Describe(ChainStep step) => $"{step.Step} {StepText.Label(step.Target)}: {StepText.Status(step.Status)}";

    private static int HeightOf(DiagramLayout layout)
    {
        var measure = new ChainDiagram(new HtmlMarkup());
        measure.Draw(layout);
        return measure.y + Edge;
    }

    private void Draw(DiagramLayout layout)
    {
        DrawChecks("This worker", layout.Worker);
        for (var index = 0; index < layout.Nodes.Count;)
        {
            var first = layout.Nodes[index];
            var lane = layout.Nodes.Skip(index).TakeWhile(node => node.Account == first.Account && node.Partition == first.Partition).ToArray();
            DrawLane(lane);
            index += lane.Length;
        }

        if (layout.Others.Count == 0) return;
        y += LanePadding;
        DrawChecks("Other checks", layout.Others);
    }

    private void DrawChecks(string title, IReadOnlyList<ChainStep> steps)
    {
        DrawLaneBox(title, TitleHeight + steps.Count * RowHeight + (steps.Count == 0 ? 4 : 10));
        y += TitleHeight;
        foreach (var step in steps)
        {
            var middle = y + RowHeight / 2;
            page.Open("g", ("class", HtmlMarkup.Class(step.Status))).Element("title", Describe(step));
            DrawMark(step.Status, middle, 9);
            var found = step.Status is ChainStepStatus.Passed ? StepText.Time(step)
                : step.FindingId.Length > 0 ? step.FindingId : StepText.Status(step.Status);
            DrawText(TextLeft, middle + 4, step.Step, TextLetters - found.Length - 2, "check");
            page.Element("text", Cut(found, TextLetters - 12), Place(TextRight, middle + 4, step.Status == ChainStepStatus.Passed ? "time" : "time found"));
            page.Close();
            y += RowHeight;
        }

        y += steps.Count == 0 ? 4 : 10;
    }

    private void DrawLane(DiagramNode[] nodes)
    {
        // The way to the first identity begins outside its account's box.
        var outside = y;
        y += WayHeight;
        var account = nodes[0].Account;
        var title = account.Length == 0 ? "Account not known" : $"Account {account}";
        if (nodes[0].Partition is not ("" or "aws")) title += $" ({nodes[0].Partition})";
        DrawLaneBox(title, TitleHeight + nodes.Sum(HeightOf) + (nodes.Length - 1) * WayHeight + LanePadding);
        var top = y + TitleHeight;
        for (var index = 0; index < nodes.Length; index++)
        {
            var from = index == 0 ? outside : top;
            if (index > 0) top += WayHeight;
            DrawIdentity(nodes[index], from, top);
            top += HeightOf(nodes[index]);
        }

        y = top + LanePadding;
    }

    private void DrawIdentity(DiagramNode node, int from, int top)
    {
        var middle = from + WayHeight / 2;
        var step = node.Step;
        // A broken way ends at its mark.
        var isBroken = step.Status == ChainStepStatus.Failed;
        page.Open("g", ("class", HtmlMarkup.Class(step.Status) + (node.IsReached ? string.Empty : " far")))
            .Element("title", step.Target.Length > 0 ? step.Target : node.Name)
            .Void("path", ("class", "way"), ("d", $"M{Rail} {from}V{(isBroken ? middle : top - 8)}"));
        if (isBroken) page.Void("path", ("class", "gap"), ("d", $"M{Rail} {middle}V{top}"));
        else page.Void("path", ("class", "head"), ("d", $"M{Rail - 6} {top - 9}h12l-6 9z"));
        DrawMark(step.Status, middle, 11);
        var outcome = step.FindingId.Length > 0 ? step.FindingId : StepText.Status(step.Status);
        var time = StepText.Time(step);
        page.Open("text", Place(TextLeft, middle + 5, "label"))
            .Element("tspan", node.Way, ("class", "step")).Blank()
            .Element("tspan", Cut(outcome, TextLetters - node.Way.Length - time.Length), step.FindingId.Length > 0 ? [("class", "found")] : [])
            .Close();
        if (time.Length > 0) page.Element("text", time, Place(TextRight, middle + 5, "time"));
        DrawNode(node, top);
        page.Close();
    }

    private void DrawNode(DiagramNode node, int top)
    {
        page.Void(
            "rect",
            ("class", "node"), ("x", "22"), ("y", Number(top)), ("width", Number(Width - 44)), ("height", Number(HeightOf(node))), ("rx", "9"));
        var baseline = top + (node.Detail.Length == 0 ? 32 : 24);
        foreach (var line in NameLines(node))
        {
            DrawText(36, baseline, line, NameLetters, "name");
            baseline += LineHeight;
        }

        if (node.Detail.Length > 0) DrawText(36, baseline, node.Detail, DetailLetters, "detail");
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
        .Element("text", StepText.Mark(status), Place(Rail, middle + 4, "sign"));

    private void DrawText(int left, int baseline, string text, int letters, string name) =>
        page.Element("text", Cut(PlainText.OnOneLine(text), letters), Place(left, baseline, name));

    private static (string, string)[] Place(int left, int baseline, string name) =>
        [("class", name), ("x", Number(left)), ("y", Number(baseline))];

    private static string Cut(string text, int letters) => DisplayWidth.Cut(text, Math.Max(letters, 6), "…");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
