using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>The strokes that a step is drawn with.</summary>
/// <param name="style">What the output can show.</param>
/// <param name="status">How the step ended.</param>
internal sealed class Pen(DrawingStyle style, ChainStepStatus status)
{
    private const string Bold = "1";
    private const string Grey = "90";

    /// <summary>No line is wider.</summary>
    public int Width => Math.Max(style.Width, DrawingStyle.MinimumWidth);

    /// <summary>The rail beside the lines under a link.</summary>
    public string Rail => Faint(Holds ? Choose("│", "|") : Choose("┊", ":"));

    /// <summary>Where the link sits on the rail, two columns.</summary>
    public string Joint => Faint(status == ChainStepStatus.Skipped ? Choose("┊ ", ": ") : Choose("├─", "|-"));

    /// <summary>The status as a mark.</summary>
    public string Mark => Signal(StepWords.Mark(status, style.Ascii));

    private bool Holds => status is ChainStepStatus.Passed or ChainStepStatus.Warning;

    /// <summary>The text in the colour of the status.</summary>
    public string Signal(string text) => Paint(text, status switch
    {
        ChainStepStatus.Passed => "32",
        ChainStepStatus.Failed => "31",
        ChainStepStatus.Skipped => Grey,
        _ => "33",
    });

    /// <summary>The text in bold.</summary>
    public string Strong(string text) => Paint(text, status == ChainStepStatus.Skipped ? Grey : Bold);

    /// <summary>The text in grey.</summary>
    public string Faint(string text) => Paint(text, Grey);

    /// <summary>The text as the output can show it, on one line and not wider than asked.</summary>
    public string Fit(string text, int width) => TextCells.Cut(Spell(text), width, Choose("…", "..."));

    /// <summary>The text as the output can show it.</summary>
    public string Spell(string text) => style.Ascii ? PlainText.ToAscii(text) : text;

    private string Choose(string unicode, string ascii) => style.Ascii ? ascii : unicode;

    private string Paint(string text, string code) => style.Colour && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
