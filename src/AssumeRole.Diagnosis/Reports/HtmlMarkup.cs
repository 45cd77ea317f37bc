using System.Security;
using System.Text;
using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>Writes a page that is both HTML and well-formed XML. All text and attribute values are cleaned and escaped here.</summary>
internal sealed class HtmlMarkup
{
    private readonly StringBuilder page = new();
    private readonly Stack<string> open = new();

    public static string Class(ChainStepStatus status) => status switch
    {
        ChainStepStatus.Passed => "s-passed",
        ChainStepStatus.Warning => "s-warning",
        ChainStepStatus.Failed => "s-failed",
        ChainStepStatus.Skipped => "s-skipped",
        _ => "s-undecided",
    };

    public HtmlMarkup Open(string name, params (string Name, string Value)[] attributes)
    {
        WriteTag(name, attributes).Append('>');
        open.Push(name);
        return this;
    }

    public HtmlMarkup Close()
    {
        var name = open.Pop();
        page.Append("</").Append(name).Append('>');
        // A line end inside a paragraph would show as a space.
        if (name is not ("b" or "code" or "span" or "tspan" or "text" or "strong")) page.Append('\n');
        return this;
    }

    public HtmlMarkup Text(string text)
    {
        Escape(PlainText.CleanLines(text));
        return this;
    }

    /// <summary>Writes text that may contain a command; its options are not broken behind their hyphens.</summary>
    public HtmlMarkup Words(string text)
    {
        var first = true;
        foreach (var word in PlainText.CleanLines(text).Split(' '))
        {
            if (!first) page.Append(' ');
            first = false;
            if (word.StartsWith('-')) page.Append("<span class=\"word\">");
            Escape(word);
            if (word.StartsWith('-')) page.Append("</span>");
        }

        return this;
    }

    /// <summary>Writes a space: cleaned text has none at either end.</summary>
    public HtmlMarkup Blank()
    {
        page.Append(' ');
        return this;
    }

    public HtmlMarkup Element(string name, string text, params (string Name, string Value)[] attributes) =>
        Open(name, attributes).Text(text).Close();

    public HtmlMarkup Mark(ChainStepStatus status) =>
        Element("span", StepText.Mark(status), ("class", $"mark {Class(status)}"), ("aria-hidden", "true"));

    /// <summary>Writes an element that never has content: meta, or an SVG shape.</summary>
    public HtmlMarkup Void(string name, params (string Name, string Value)[] attributes)
    {
        WriteTag(name, attributes).Append(" />\n");
        return this;
    }

    /// <summary>Writes trusted markup unescaped, such as the style sheet, whose content HTML does not unescape.</summary>
    public HtmlMarkup Raw(string text)
    {
        page.Append(text);
        return this;
    }

    public override string ToString() => page.ToString();

    private StringBuilder WriteTag(string name, (string Name, string Value)[] attributes)
    {
        page.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            page.Append(' ').Append(attribute).Append("=\"");
            Escape(PlainText.OnOneLine(value));
            page.Append('"');
        }

        return page;
    }

    private void Escape(string text) => page.Append(SecurityElement.Escape(text).Replace("&apos;", "&#39;", StringComparison.Ordinal));
}
