using System.Text;
using AssumeRole.Sessions;

namespace AssumeRole.Reports;

/// <summary>How a chain is drawn: for which width, and with what a terminal or a log can show.</summary>
public sealed record DrawingStyle
{
    /// <summary>The least width that a drawing is made for.</summary>
    public const int MinimumWidth = 40;

    /// <summary>The width of a log, and of a terminal that does not say.</summary>
    public const int DefaultWidth = 80;

    /// <summary>Longer lines are not read any better.</summary>
    public const int MaximumWidth = 120;

    /// <summary>No line is wider, in columns.</summary>
    public int Width { get; init; } = DefaultWidth;

    /// <summary>Whether colours are written, as ANSI sequences. Nothing is said by colour alone.</summary>
    public bool Colour { get; init; }

    /// <summary>Whether only ASCII may be written.</summary>
    public bool Ascii { get; init; }

    /// <summary>The style for this process's console.</summary>
    /// <param name="width">Its width, or 0 if it has none.</param>
    public static DrawingStyle ForConsole(int width) =>
        For(new ProcessEnvironmentVariables(), Console.OutputEncoding, width, isTerminal: !Console.IsOutputRedirected);

    /// <summary>The style for an output.</summary>
    /// <param name="variables">NO_COLOR and TERM say whether there are colours, the locale whether there is more than ASCII.</param>
    /// <param name="encoding">What the output is written in.</param>
    /// <param name="width">Its width, or 0 if it has none.</param>
    /// <param name="isTerminal">Whether a person sees it now; a log file has no colours.</param>
    public static DrawingStyle For(IEnvironmentVariables variables, Encoding encoding, int width, bool isTerminal)
    {
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(encoding);
        return new DrawingStyle
        {
            Width = width <= 0 ? DefaultWidth : Math.Clamp(width, MinimumWidth, MaximumWidth),
            Colour = isTerminal && variables.GetNonEmpty("NO_COLOR") is null && variables.Get("TERM") != "dumb",
            Ascii = !IsUnicode(encoding) || HasPlainLocale(variables),
        };
    }

    // UTF-8, UTF-16 and UTF-32 in both byte orders.
    private static bool IsUnicode(Encoding encoding) => encoding.CodePage is 65001 or 1200 or 1201 or 12000 or 12001;

    // .NET writes UTF-8 there too, but the terminal was told to expect ASCII. A container without any locale shows UTF-8 as a rule.
    private static bool HasPlainLocale(IEnvironmentVariables variables) =>
        (variables.GetNonEmpty("LC_ALL") ?? variables.GetNonEmpty("LC_CTYPE") ?? variables.GetNonEmpty("LANG")) is "C" or "POSIX";
}
