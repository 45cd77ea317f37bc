using System.Text;

namespace AssumeRole.Reports;

/// <summary>
/// Writes a page that is HTML and well-formed XML at once. Whatever is given as text or as an attribute's value is cleaned and
/// escaped here, so that no caller can forget it.
/// </summary>
internal sealed class HtmlMarkup
{
    private readonly StringBuilder page = new();
    private readonly Stack<string> open = new();

    /// <summary>Opens an element.</summary>
    public HtmlMarkup Open(string name, params (string Name, string Value)[] attributes)
    {
        WriteTag(name, attributes).Append('>');
        open.Push(name);
        return this;
    }

    /// <summary>Closes what was opened last.</summary>
    public HtmlMarkup Close()
    {
        var name = open.Pop();
        page.Append("</").Append(name).Append('>');
        // Line ends only where they are not shown.
        if (name is not ("b" or "code" or "span" or "tspan" or "text" or "strong")) page.Append('\n');
        return this;
    }

    /// <summary>Writes text.</summary>
    public HtmlMarkup Text(string text)
    {
        Escape(PlainText.CleanLines(text));
        return this;
    }

    /// <summary>Writes text that may hold a command, whose options are not broken behind their hyphens.</summary>
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

    /// <summary>Writes a blank, which cleaned text has neither before nor behind it.</summary>
    public HtmlMarkup Blank()
    {
        page.Append(' ');
        return this;
    }

    /// <summary>Writes an element that holds nothing but text.</summary>
    public HtmlMarkup Element(string name, string text, params (string Name, string Value)[] attributes) =>
        Open(name, attributes).Text(text).Close();

    /// <summary>Writes an element that never has content: meta, or a shape of SVG.</summary>
    public HtmlMarkup Void(string name, params (string Name, string Value)[] attributes)
    {
        WriteTag(name, attributes).Append(" />\n");
        return this;
    }

    /// <summary>Writes what is this program's own and must not be escaped: the style sheet, whose content HTML does not unescape.</summary>
    public HtmlMarkup Own(string text)
    {
        page.Append(text);
        return this;
    }

    /// <summary>The page.</summary>
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

    private void Escape(string text)
    {
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '&' => page.Append("&amp;"),
                '<' => page.Append("&lt;"),
                '>' => page.Append("&gt;"),
                '"' => page.Append("&quot;"),
                '\'' => page.Append("&#39;"),
                _ => page.Append(letter),
            };
        }
    }
}
