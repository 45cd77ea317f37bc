namespace AssumeRole.Sessions;

/// <summary>The home folder, where AWS's files and caches are.</summary>
public static class HomeFolder
{
    /// <summary>
    /// HOME, or USERPROFILE, or else the account's home as the system has it, as boto3 and ssh take it. Never a relative path: that would
    /// be in the working directory, which may be a checked-out repository.
    /// </summary>
    /// <returns>An absolute path, or null if there is none.</returns>
    public static string? Find(IEnvironmentVariables variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        return Absolute(variables.Get("HOME")) ?? Absolute(variables.Get("USERPROFILE")) ?? Absolute(variables.AccountHome);
    }

    /// <summary>A path if it is absolute, or null.</summary>
    internal static string? Absolute(string? path) => Path.IsPathFullyQualified(path ?? string.Empty) ? path : null;
}
