using System.Text.RegularExpressions;
using AssumeRole.Findings;

namespace AssumeRole.Profiles;

/// <summary>
/// Reads the INI dialect of ~/.aws/config and ~/.aws/credentials as botocore does, which is Python's configparser, and as the SDKs' shared
/// test data has it. Its own reader, because the SDK's keeps the paths of its first use for ever, takes ~/.aws when the named file is
/// absent, passes over what it cannot read, and would have to be loaded to complete a parameter.
/// </summary>
internal sealed partial class AwsProfileFile
{
    private readonly string path;
    private readonly Dictionary<string, Dictionary<string, string>> sections = new(StringComparer.Ordinal);
    private Dictionary<string, string>? section;
    private string? setting;
    private int indent;
    private int number;

    private AwsProfileFile(string path) => this.path = path;

    /// <summary>
    /// Reads sections in the file's order, by what stands between their brackets; a section that comes again is merged, the later value
    /// winning. The setting of a nested block is named like s3's "s3.endpoint_url".
    /// </summary>
    /// <exception cref="AssumeRoleException">ProfileInvalid, for a line that has no meaning: it may be half of an identity.</exception>
    public static Dictionary<string, Dictionary<string, string>> Parse(string path, IEnumerable<string> lines)
    {
        var file = new AwsProfileFile(path);
        foreach (var line in lines) file.Read(line);
        return file.sections;
    }

    private void Read(string line)
    {
        number++;
        var text = line.Trim();
        if (text.Length == 0 || text[0] is '#' or ';') return;
        var depth = line.Length - line.TrimStart().Length;
        // As configparser has it: what is indented deeper than the setting before it goes on with that setting.
        if (setting is not null && depth > indent)
        {
            Continue(text);
            return;
        }

        indent = depth;
        if (text[0] == '[') Open(text);
        else if (section is null) throw Invalid("stands before the first section", text);
        else Set(text);
    }

    private void Open(string text)
    {
        var end = text.IndexOf(']', StringComparison.Ordinal);
        if (end < 0) throw Invalid("opens a section and has no ]", text);
        var name = text[1..end].Trim();
        if (!sections.TryGetValue(name, out section))
            sections[name] = section = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        setting = null;
    }

    private void Set(string text)
    {
        // configparser takes a colon as well.
        var (name, value) = Split(text, ['=', ':']);
        setting = name;
        section![name] = WithoutComment(value).Trim();
    }

    private void Continue(string text)
    {
        var value = section![setting!];
        if (value.Length > 0)
        {
            section[setting!] = $"{value}\n{text}";
            return;
        }

        var (name, nested) = Split(text, ['=']);
        section[$"{setting}.{name}"] = WithoutComment(nested).Trim();
    }

    private (string Name, string Value) Split(string text, char[] delimiters)
    {
        var at = text.IndexOfAny(delimiters);
        if (at < 0) throw Invalid("sets nothing: it has no =", text);
        return text[..at].TrimEnd() is { Length: > 0 } name ? (name, text[(at + 1)..]) : throw Invalid("has no name before its =", text);
    }

    private AssumeRoleException Invalid(string problem, string text) => FindingCatalogue.ProfileInvalid.Error(
        path,
        $"Line {number} {problem}: {Shorten(text)}",
        remedy: $"Correct line {number} of {path}, or remove it.");

    /// <summary>The beginning of a line, without what may be a key: words of letters alone, as names are.</summary>
    private static string Shorten(string text) => NameLike().Match(text) is { Length: > 0 } match && match.Length == text.Length
        ? text
        : $"{NameLike().Match(text).Value}…";

    private static string WithoutComment(string value)
    {
        for (var index = 1; index < value.Length; index++)
            if (value[index] is '#' or ';' && char.IsWhiteSpace(value[index - 1])) return value[..index];
        return value;
    }

    [GeneratedRegex(@"\G\[?[A-Za-z_-]{0,24}(?![A-Za-z0-9+/_-])( [A-Za-z_-]{1,24}(?![A-Za-z0-9+/_-]))*\]?")]
    private static partial Regex NameLike();
}

/// <summary>The name of a section of ~/.aws/config: a kind and, in quotes if it has a blank, a name.</summary>
internal static partial class AwsSectionName
{
    /// <summary>Takes it apart as botocore does with shlex.split; null where it is no kind with one name.</summary>
    public static (string Kind, string Name)? Parse(string text) => Pattern().Match(text) is { Success: true } match
        ? (Unquote(match.Groups["kind"].Value), Unquote(match.Groups["name"].Value))
        : null;

    private static string Unquote(string word) => Quoted().Replace(word, match => match.Value[1..^1]);

    [GeneratedRegex("""^\s*(?<kind>([^\s'"]|'[^']*'|"[^"]*")+)\s+(?<name>([^\s'"]|'[^']*'|"[^"]*")+)\s*\z""", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex("""('[^']*'|"[^"]*")""")]
    private static partial Regex Quoted();
}
