using AssumeRole.Findings;
using AssumeRole.Sessions;

namespace AssumeRole.Profiles;

/// <summary>The profiles of this user, read anew for every use: somebody may edit the files while a session runs.</summary>
public sealed class AwsProfileStore
{
    /// <summary>The profile that is taken when none is named.</summary>
    public const string DefaultName = "default";

    private const string ProfilePrefix = "profile ";
    private const string SsoPrefix = "sso-session ";
    private const string ServicesPrefix = "services ";

    private readonly IReadOnlyDictionary<string, Dictionary<string, string>> config;
    private readonly IReadOnlyDictionary<string, Dictionary<string, string>> credentials;

    private AwsProfileStore(string configPath, string credentialsPath)
    {
        config = AwsProfileFile.Parse(ReadLines(configPath));
        credentials = AwsProfileFile.Parse(ReadLines(credentialsPath));
    }

    /// <summary>The names of all profiles, sorted.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. config.Keys
            .Where(name => name == DefaultName || name.StartsWith(ProfilePrefix, StringComparison.Ordinal))
            .Select(name => name == DefaultName ? name : name[ProfilePrefix.Length..])
            .Concat(credentials.Keys)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name, ~/.aws/config and ~/.aws/credentials if unset.</summary>
    /// <exception cref="AssumeRoleException">ProfileInvalid, if a file cannot be read.</exception>
    public static AwsProfileStore Read(IEnvironmentVariables variables)
    {
        var home = variables.GetNonEmpty("HOME") ?? variables.GetNonEmpty("USERPROFILE") ?? string.Empty;
        return new AwsProfileStore(
            Expand(variables.GetNonEmpty("AWS_CONFIG_FILE"), home) ?? Path.Combine(home, ".aws", "config"),
            Expand(variables.GetNonEmpty("AWS_SHARED_CREDENTIALS_FILE"), home) ?? Path.Combine(home, ".aws", "credentials"));
    }

    /// <summary>A profile, or null if neither file has it.</summary>
    public AwsProfile? Find(string name)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var found = false;
        // In the config file [profile default] wins over [default].
        if (name == DefaultName) found |= Merge(config, DefaultName, settings);
        found |= Merge(config, ProfilePrefix + name, settings);
        found |= Merge(credentials, name, settings);
        if (!found) return null;
        if (settings.TryGetValue("sso_session", out var session)) MergeMissing(SsoPrefix + session, settings);
        if (settings.TryGetValue("services", out var services)) MergeMissing(ServicesPrefix + services, settings);
        return new AwsProfile(name, settings);
    }

    private static bool Merge(
        IReadOnlyDictionary<string, Dictionary<string, string>> file, string section, Dictionary<string, string> into)
    {
        if (!file.TryGetValue(section, out var values)) return false;
        foreach (var (key, value) in values) into[key] = value;
        return true;
    }

    private void MergeMissing(string section, Dictionary<string, string> into)
    {
        if (!config.TryGetValue(section, out var values)) return;
        foreach (var (key, value) in values) into.TryAdd(key, value);
    }

    private static string? Expand(string? path, string home) =>
        path is not null && (path == "~" || path.StartsWith("~/", StringComparison.Ordinal)) ? home + path[1..] : path;

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
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
