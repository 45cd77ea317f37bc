using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>Draws each step as it arrives. A rail on the left joins the steps; it is dotted where the chain does not hold.</summary>
public static class ChainDrawing
{
    private const int DetailIndent = 5;
    private const int LabelWidth = 10;
    private const int NameWidth = 15;
    private const int TimeWidth = 7;

    /// <summary>From this width on, name, time and text fit on one line.</summary>
    private const int RoomyWidth = 64;

    /// <summary>Draws a step.</summary>
    /// <returns>Lines without line ends.</returns>
    public static IReadOnlyList<string> Draw(ChainStep step, DrawingStyle style)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(style);
        var shown = step.WithTexts(SecretMask.Of);
        var ansi = new AnsiStyle(style, shown.Status);
        var details = shown switch
        {
            { Status: not (ChainStepStatus.Passed or ChainStepStatus.Skipped) } => DrawDetails(shown, ansi),
            // The statements that decide are the answer of a decision.
            { Step: ChainStepName.Decision, Status: ChainStepStatus.Passed } => DrawDetail("Evidence", shown.Evidence, ansi),
            _ => [],
        };
        // An array: PowerShell's views index the lines, and cannot index the compiler's own read-only lists.
        string[] lines = [.. DrawLink(shown, ansi), .. details];
        return lines;
    }

    internal static IReadOnlyList<string> DrawAfter(ChainStep? previous, ChainStep step, DrawingStyle style)
    {
        if (step.Chain == previous?.Chain) return Draw(step, style);
        return [.. previous is null ? [] : (string[])[string.Empty], DrawHeading(step.Chain, style), .. Draw(step, style)];
    }

    /// <summary>Draws the heading of a chain's steps.</summary>
    /// <param name="chain">The ARN of the role that the chain ends in; empty for the steps that all chains share.</param>
    public static string DrawHeading(string chain, DrawingStyle style)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(style);
        var ansi = new AnsiStyle(style, ChainStepStatus.Passed);
        return ansi.Strong(ansi.Fit(StepText.Heading(SecretMask.Of(chain)), ansi.Width));
    }

    private static IEnumerable<string> DrawLink(ChainStep step, AnsiStyle ansi)
    {
        var name = ansi.Fit(PlainText.OnOneLine(step.Step), NameWidth);
        var time = StepText.Time(step);
        var head = $"{ansi.Joint} {ansi.Mark} ";
        if (ansi.Width < RoomyWidth)
        {
            yield return $"{head}{ansi.Strong(name)}{(time.Length == 0 ? string.Empty : "  " + ansi.Faint(time))}";
            yield return $"{ansi.Rail}    {DrawGist(step, ansi, ansi.Width - DetailIndent)}";
            yield break;
        }

        var columns = DetailIndent + NameWidth + 1 + TimeWidth + 2;
        yield return head + ansi.Strong(name) + new string(' ', NameWidth - DisplayWidth.Width(name) + 1)
            + ansi.Faint(time.PadLeft(TimeWidth)) + "  " + DrawGist(step, ansi, ansi.Width - columns);
    }

    private static string DrawGist(ChainStep step, AnsiStyle ansi, int width)
    {
        var gist = ansi.Fit(StepText.Gist(step), width);
        return step.Status switch
        {
            ChainStepStatus.Passed => gist,
            ChainStepStatus.Skipped => ansi.Faint(gist),
            _ => ansi.Signal(gist),
        };
    }

    private static IEnumerable<string> DrawDetails(ChainStep step, AnsiStyle ansi)
    {
        // The line above shows a short target whole.
        if (IdentityLabel.Read(step.Target) is not null || DisplayWidth.Width(step.Target) > ansi.Width / 2)
            foreach (var line in DrawDetail("Target", step.Target, ansi)) yield return line;
        foreach (var line in DrawDetail("Cause", step.Cause, ansi)) yield return line;
        foreach (var line in DrawDetail("Evidence", step.Evidence, ansi)) yield return line;
        var rank = 0;
        foreach (var candidate in step.Candidates)
        {
            var label = rank++ == 0 ? "May be" : string.Empty;
            var number = $"{rank}. ";
            foreach (var line in DrawDetail(label, $"{StepText.Cause(candidate)}: {candidate.Evidence}", ansi, number))
                yield return line;
            if (candidate.Remedy.Length == 0) continue;
            foreach (var line in DrawDetail(string.Empty, candidate.Remedy, ansi, new string(' ', number.Length), "→ ")) yield return line;
        }

        foreach (var line in DrawDetail("Remedy", step.Remedy, ansi)) yield return line;
    }

    private static IEnumerable<string> DrawDetail(string label, string text, AnsiStyle ansi, params string[] leads)
    {
        var clean = ansi.Spell(PlainText.CleanLines(text));
        if (clean.Length == 0) yield break;
        var lead = ansi.Spell(string.Concat(leads));
        var hanging = new string(' ', lead.Length);
        var first = true;
        foreach (var line in DisplayWidth.Wrap(clean, ansi.Width - DetailIndent - LabelWidth - lead.Length))
        {
            var margin = ansi.Faint((first ? label : string.Empty).PadRight(LabelWidth));
            yield return $"{ansi.Rail}    {margin}{(first ? lead : hanging)}{line}".TrimEnd();
            first = false;
        }
    }
}
