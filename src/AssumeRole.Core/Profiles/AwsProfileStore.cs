using System.Text.RegularExpressions;
using AssumeRole.Files;
using AssumeRole.Findings;
using AssumeRole.Sessions;
using Sections = System.Collections.Generic.Dictionary<string, System.Collections.Generic.Dictionary<string, string>>;

namespace AssumeRole.Profiles;

/// <summary>The profiles of this user, read once per call: a user may edit the files while a session runs.</summary>
internal sealed class AwsProfileStore
{
    public const string DefaultName = "default";

    // Some ten thousand profiles.
    private const int LongestFile = 16 * 1024 * 1024;

    /// <summary>The variables that name a profile, the one that counts first. botocore reads both, the .NET SDK the first alone.</summary>
    private static readonly string[] NameVariables = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"];

    private readonly Sections profiles;
    private readonly Sections ssoSessions;
    private readonly Sections services;
    private readonly Sections credentials;

    private readonly (string? Config, string? Credentials) paths;

    private AwsProfileStore(string? configPath, string? credentialsPath)
    {
        paths = (configPath, credentialsPath);
        var config = Read(configPath);
        profiles = Select(config, "profile");
        ssoSessions = Select(config, "sso-session");
        services = Select(config, "services");
        credentials = Read(credentialsPath);
    }

    /// <summary>The paths of the files, which need not exist.</summary>
    public IReadOnlyList<string> Files => [.. new[] { paths.Config, paths.Credentials }.OfType<string>()];

    public IReadOnlyList<string> Names => [.. profiles.Keys.Union(credentials.Keys).Order(StringComparer.Ordinal)];

    /// <summary>AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, or ~/.aws/config and credentials if there is a home folder.</summary>
    public static AwsProfileStore Read(IEnvironmentVariables variables)
    {
        var home = HomeFolder.Find(variables);
        return new AwsProfileStore(
            Expand(variables.GetNonEmpty("AWS_CONFIG_FILE"), home) ?? InHome(home, "config"),
            Expand(variables.GetNonEmpty("AWS_SHARED_CREDENTIALS_FILE"), home) ?? InHome(home, "credentials"));
    }

    public static Lazy<AwsProfileStore> ReadLater(IEnvironmentVariables variables) => new(() => Read(variables));

    /// <summary>The profile that a variable names, with the variable; null if none does.</summary>
    public static (string Variable, string Name)? FindName(IEnvironmentVariables variables) => FindName(variables.GetNonEmpty);

    /// <summary>The same, where the profile gives the identity: a variable that is set and empty was meant to name one.</summary>
    public static (string Variable, string Name)? FindFilledName(IEnvironmentVariables variables) => FindName(variables.GetFilled);

    public AwsProfile? Find(string name)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var (inConfig, inCredentials) = (Merge(profiles, name, settings), Merge(credentials, name, settings));
        if (!inConfig && !inCredentials) return null;
        var contradiction = settings.TryGetValue("sso_session", out var session) ? FindContradiction(session, settings) : null;
        if (session is not null) Merge(ssoSessions, session, settings, replace: false);
        if (settings.TryGetValue("services", out var service)) Merge(services, service, settings, replace: false);
        return new AwsProfile(name, settings)
        {
            Files = [.. new[] { inConfig ? paths.Config : null, inCredentials ? paths.Credentials : null }.OfType<string>()],
            SessionContradiction = contradiction,
            HasKeysInCredentialsFile = credentials.TryGetValue(name, out var own) && own.ContainsKey("aws_access_key_id"),
        };
    }

    private static (string Variable, string Name)? FindName(Func<string, string?> read)
    {
        foreach (var variable in NameVariables)
            if (read(variable) is { } name) return (variable, name);
        return null;
    }

    /// <summary>The sections of a kind by their names. [default] is a profile, unless [profile default] is there.</summary>
    private static Sections Select(Sections config, string kind)
    {
        var selected = new Sections(StringComparer.Ordinal);
        if (kind == "profile" && config.TryGetValue(DefaultName, out var own)) selected[DefaultName] = own;
        foreach (var (section, settings) in config)
            if (AwsSectionName.Parse(section) is { } name && name.Kind == kind) selected[name.Name] = settings;
        return selected;
    }

    /// <summary>A setting that a profile and its sso-session give different values; botocore refuses such a profile.</summary>
    private string? FindContradiction(string session, Dictionary<string, string> settings)
    {
        if (!ssoSessions.TryGetValue(session, out var shared)) return null;
        foreach (var (name, value) in shared)
            if (name.StartsWith("sso_", StringComparison.OrdinalIgnoreCase) && settings.TryGetValue(name, out var own) && own != value)
                return $"Its {name} is '{own}', and that of sso-session {session} is '{value}'.";
        return null;
    }

    private static bool Merge(Sections file, string section, Dictionary<string, string> into, bool replace = true)
    {
        if (!file.TryGetValue(section, out var values)) return false;
        foreach (var (key, value) in values)
            if (replace || !into.ContainsKey(key)) into[key] = value;
        return true;
    }

    /// <summary>Expands ~ before a separator; \ is one on Windows only.</summary>
    private static string? Expand(string? path, string? home) =>
        home is not null && path is ['~', ..] && (path.Length == 1 || path[1] == '/' || path[1] == Path.DirectorySeparatorChar) ? home + path[1..] : path;

    private static string? InHome(string? home, string file) => home is null ? null : Path.Combine(home, ".aws", file);

    private static Sections Read(string? path)
    {
        if (path is null) return [];
        try
        {
            return AwsProfileFile.Parse(path, BoundedFile.ReadLines(path, LongestFile));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FindingCatalogue.ProfileInvalid.Error(path, error.Message, inner: error);
        }
    }
}

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
