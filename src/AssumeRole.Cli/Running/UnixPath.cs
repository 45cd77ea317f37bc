namespace AssumeRole.Cli.Running;

/// <summary>Where execvp(3) finds a program.</summary>
internal static class UnixPath
{
    private const UnixFileMode Runnable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>A program's file, or null. Asked only of what the system has found and could not run.</summary>
    public static string? Find(string program)
    {
        if (program.Contains('/', StringComparison.Ordinal)) return program;
        var folders = Environment.GetEnvironmentVariable("PATH") ?? "/bin:/usr/bin";

        // An empty element is the current folder, and sh takes a name without a slash for an option or its own PATH's.
        return folders.Split(':').Select(folder => Path.Combine(folder.Length == 0 ? "." : folder, program)).FirstOrDefault(IsRunnable);
    }

    private static bool IsRunnable(string path) =>
        !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & Runnable) != 0;
}
