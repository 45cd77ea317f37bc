using System.Text;
using AssumeRole.Chains;
using AssumeRole.Sessions;

namespace AssumeRole.Reports;

/// <summary>The width, colours and characters of a drawn chain.</summary>
public sealed record DrawingStyle
{
    internal const int MinimumWidth = 40;

    /// <summary>The width of a log, and of a terminal whose width is unknown.</summary>
    internal const int DefaultWidth = 80;

    /// <summary>Longer lines are harder to read.</summary>
    internal const int MaximumWidth = 120;

    internal int Width { get; init; } = DefaultWidth;

    /// <summary>Whether ANSI colours are written. Colour never carries meaning alone.</summary>
    internal bool Colour { get; init; }

    internal bool Ascii { get; init; }

    /// <summary>The style for this process's console.</summary>
    /// <param name="width">The console's width in columns, or 0 if unknown.</param>
    public static DrawingStyle ForConsole(int width) =>
        For(new ProcessEnvironmentVariables(), Console.OutputEncoding, width, isTerminal: !Console.IsOutputRedirected);

    /// <param name="variables">NO_COLOR and TERM turn colours off; the locale C or POSIX turns Unicode off.</param>
    /// <param name="width">The output's width in columns, or 0 if unknown.</param>
    /// <param name="isTerminal">A log file gets no colours.</param>
    internal static DrawingStyle For(IEnvironmentVariables variables, Encoding encoding, int width, bool isTerminal) => new()
    {
        Width = width <= 0 ? DefaultWidth : Math.Clamp(width, MinimumWidth, MaximumWidth),
        Colour = isTerminal && variables.GetNonEmpty("NO_COLOR") is null && variables.Get("TERM") != "dumb",
        Ascii = !IsUnicode(encoding) || HasPlainLocale(variables),
    };

    // UTF-8, UTF-16 and UTF-32 in both byte orders.
    private static bool IsUnicode(Encoding encoding) => encoding.CodePage is 65001 or 1200 or 1201 or 12000 or 12001;

    // .NET writes UTF-8 in these locales too, but the terminal expects ASCII. A container without a locale usually shows UTF-8.
    private static bool HasPlainLocale(IEnvironmentVariables variables) =>
        (variables.GetNonEmpty("LC_ALL") ?? variables.GetNonEmpty("LC_CTYPE") ?? variables.GetNonEmpty("LANG")) is "C" or "POSIX";
}

internal sealed class AnsiStyle(DrawingStyle style, ChainStepStatus status)
{
    private const string Bold = "1";
    private const string Grey = "90";

    public int Width => Math.Max(style.Width, DrawingStyle.MinimumWidth);

    public string Rail => Faint(Holds ? Choose("│", "|") : Choose("┊", ":"));

    /// <summary>Joins a step to the rail, in two columns.</summary>
    public string Joint => Faint(status == ChainStepStatus.Skipped ? Choose("┊ ", ": ") : Choose("├─", "|-"));

    public string Mark => Signal(StepText.Mark(status, style.Ascii));

    private bool Holds => status is ChainStepStatus.Passed or ChainStepStatus.Warning;

    public string Signal(string text) => Paint(text, status switch
    {
        ChainStepStatus.Passed => "32",
        ChainStepStatus.Failed => "31",
        ChainStepStatus.Skipped => Grey,
        _ => "33",
    });

    public string Strong(string text) => Paint(text, status == ChainStepStatus.Skipped ? Grey : Bold);

    public string Faint(string text) => Paint(text, Grey);

    public string Fit(string text, int width) => DisplayWidth.Cut(Spell(text), width, Choose("…", "..."));

    public string Spell(string text) => style.Ascii ? PlainText.ToAscii(text) : text;

    private string Choose(string unicode, string ascii) => style.Ascii ? ascii : unicode;

    private string Paint(string text, string code) => style.Colour && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
