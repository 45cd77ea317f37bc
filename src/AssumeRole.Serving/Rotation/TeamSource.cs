namespace AssumeRole.Rotation;

/// <summary>Where a team configuration comes from: a text that is the document, or the path of a file that holds it.</summary>
public sealed record TeamSource
{
    private TeamSource(string text, string origin, bool isPath)
    {
        Text = text;
        Origin = origin;
        IsPath = isPath;
    }

    /// <summary>The document, or the path.</summary>
    public string Text { get; }

    /// <summary>What errors call it.</summary>
    public string Origin { get; }

    /// <summary>Whether the text is the path of a file.</summary>
    public bool IsPath { get; }

    /// <summary>A document as it stands.</summary>
    /// <param name="json">The document.</param>
    /// <param name="origin">What errors call it: a parameter, an event.</param>
    public static TeamSource Document(string json, string origin)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new TeamSource(json, origin, isPath: false);
    }

    /// <summary>What a user gave: a document if it looks like one (it begins with a brace, a bracket or a quote), a path if not.</summary>
    /// <param name="text">JSON or a path.</param>
    public static TeamSource Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.TrimStart() is ['{' or '[' or '"', ..] ? Document(text, "-Team") : new TeamSource(text, text, isPath: true);
    }
}
