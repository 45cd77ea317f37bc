namespace AssumeRole.Soak.Processes;

/// <summary>The environment that everything starts with: nothing of the developer's own AWS set-up, and folders of the run's own.</summary>
internal static class BaseEnvironment
{
    private static readonly string[] Passed = ["PATH", "DOTNET_ROOT", "LANG", "LD_LIBRARY_PATH"];

    public static Dictionary<string, string> Of(Folders folders, string mark)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = folders.Home,
            ["TMPDIR"] = folders.Temporary,
            ["XDG_CACHE_HOME"] = folders.Cache,
            ["XDG_CONFIG_HOME"] = Path.Combine(folders.Home, ".config"),
            ["XDG_DATA_HOME"] = Path.Combine(folders.Home, ".local"),
            ["TERM"] = "dumb",
            ["NO_COLOR"] = "1",
            ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
            ["POWERSHELL_UPDATECHECK"] = "Off",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["SOMETHING_ELSE"] = "of the user's own",
            [Descendants.Variable] = mark,
        };
        foreach (var name in Passed)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value) variables[name] = value;
        }

        return variables;
    }

    /// <summary>The same with others laid over it; null removes.</summary>
    public static Dictionary<string, string> With(
        Dictionary<string, string> variables, params IReadOnlyDictionary<string, string?>[] others)
    {
        var all = new Dictionary<string, string>(variables, StringComparer.Ordinal);
        foreach (var (name, value) in others.SelectMany(other => other))
        {
            if (value is null) all.Remove(name);
            else all[name] = value;
        }

        return all;
    }
}
