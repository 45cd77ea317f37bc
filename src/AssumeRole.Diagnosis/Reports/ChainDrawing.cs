using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>
/// Draws a chain, one line a link with its mark, its time and what was found, and under a link that does not hold why and what to do.
/// Each step is drawn alone as it comes: a rail on the left joins them, and is dotted where the chain does not hold.
/// </summary>
public static class ChainDrawing
{
    private const int DetailIndent = 5;
    private const int LabelWidth = 10;
    private const int NameWidth = 15;
    private const int TimeWidth = 7;

    /// <summary>Where name, time and text have room beside each other.</summary>
    private const int RoomyWidth = 64;

    /// <summary>Draws a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="style">How.</param>
    /// <returns>Lines without their ends.</returns>
    public static IReadOnlyList<string> Draw(ChainStep step, DrawingStyle style)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(style);
        var shown = StepMask.Of(step);
        var pen = new Pen(style, shown.Status);
        var lines = new List<string>();
        lines.AddRange(DrawLink(shown, pen));
        if (shown.Status is not (ChainStepStatus.Passed or ChainStepStatus.Skipped)) lines.AddRange(DrawDetails(shown, pen));
        // Which statements decide is what a decision is asked for.
        else if (shown is { Step: ChainStepName.Decision, Status: ChainStepStatus.Passed })
            lines.AddRange(DrawDetail("Evidence", shown.Evidence, pen));
        return lines;
    }

    /// <summary>Draws a step that follows another, under a heading where the steps of another chain begin.</summary>
    /// <param name="previous">The step before, or null.</param>
    /// <param name="step">The step.</param>
    /// <param name="style">How.</param>
    /// <returns>Lines without their ends.</returns>
    public static IReadOnlyList<string> DrawAfter(ChainStep? previous, ChainStep step, DrawingStyle style)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.Chain == previous?.Chain) return Draw(step, style);
        return [.. previous is null ? [] : (string[])[string.Empty], DrawHeading(step.Chain, style), .. Draw(step, style)];
    }

    /// <summary>Draws what stands over the steps of a chain.</summary>
    /// <param name="chain">The ARN of the role that the chain ends in; empty for the steps that all chains share.</param>
    /// <param name="style">How.</param>
    /// <returns>A line without its end.</returns>
    public static string DrawHeading(string chain, DrawingStyle style)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(style);
        var pen = new Pen(style, ChainStepStatus.Passed);
        return pen.Strong(pen.Fit(chain.Length == 0 ? "This worker" : $"To {StepWords.Label(SecretMask.Of(chain))}", pen.Width));
    }

    private static IEnumerable<string> DrawLink(ChainStep step, Pen pen)
    {
        var name = pen.Fit(PlainText.OnOneLine(step.Step), NameWidth);
        var time = StepWords.Time(step);
        var head = $"{pen.Joint} {pen.Mark} ";
        if (pen.Width < RoomyWidth)
        {
            yield return $"{head}{pen.Strong(name)}{(time.Length == 0 ? string.Empty : "  " + pen.Faint(time))}";
            yield return $"{pen.Rail}    {DrawGist(step, pen, pen.Width - DetailIndent)}";
            yield break;
        }

        var columns = DetailIndent + NameWidth + 1 + TimeWidth + 2;
        yield return head + pen.Strong(name) + new string(' ', NameWidth - TextCells.Width(name) + 1)
            + pen.Faint(time.PadLeft(TimeWidth)) + "  " + DrawGist(step, pen, pen.Width - columns);
    }

    private static string DrawGist(ChainStep step, Pen pen, int width)
    {
        var gist = pen.Fit(StepWords.Gist(step), width);
        return step.Status switch
        {
            ChainStepStatus.Passed => gist,
            ChainStepStatus.Skipped => pen.Faint(gist),
            _ => pen.Signal(gist),
        };
    }

    private static IEnumerable<string> DrawDetails(ChainStep step, Pen pen)
    {
        // Under the line only where it is not whole on it.
        if (IdentityLabel.Read(step.Target) is not null || TextCells.Width(step.Target) > pen.Width / 2)
            foreach (var line in DrawDetail("Target", step.Target, pen)) yield return line;
        foreach (var line in DrawDetail("Cause", step.Cause, pen)) yield return line;
        foreach (var line in DrawDetail("Evidence", step.Evidence, pen)) yield return line;
        var rank = 0;
        foreach (var candidate in step.Candidates)
        {
            var label = rank++ == 0 ? "May be" : string.Empty;
            var number = $"{rank}. ";
            foreach (var line in DrawDetail(label, $"{StepWords.Cause(candidate)}: {candidate.Evidence}", pen, number))
                yield return line;
            if (candidate.Remedy.Length == 0) continue;
            foreach (var line in DrawDetail(string.Empty, candidate.Remedy, pen, new string(' ', number.Length), "→ ")) yield return line;
        }

        foreach (var line in DrawDetail("Remedy", step.Remedy, pen)) yield return line;
    }

    private static IEnumerable<string> DrawDetail(string label, string text, Pen pen, params string[] leads)
    {
        var clean = pen.Spell(PlainText.CleanLines(text));
        if (clean.Length == 0) yield break;
        var lead = pen.Spell(string.Concat(leads));
        var hanging = new string(' ', lead.Length);
        var first = true;
        foreach (var line in TextCells.Wrap(clean, pen.Width - DetailIndent - LabelWidth - lead.Length))
        {
            var margin = pen.Faint((first ? label : string.Empty).PadRight(LabelWidth));
            yield return $"{pen.Rail}    {margin}{(first ? lead : hanging)}{line}".TrimEnd();
            first = false;
        }
    }
}
