namespace AssumeRole.Sources;

/// <summary>
/// cmd.exe, which runs a command line where Unix has sh. The AWS SDKs for .NET, Go and Java run credential_process by it; what botocore
/// starts without a shell runs the same, save for % ^ and what joins commands.
/// </summary>
internal static class WindowsShell
{
    /// <summary>In full: CreateProcess would first take a cmd.exe of the working directory, which may be a checked-out repository.</summary>
    public static string Path => System.IO.Path.Combine(Environment.SystemDirectory, "cmd.exe");

    /// <summary>
    /// Arguments that run a command with its quotes as they are: /s removes the first quote and the last, and no other. .NET's own quoting
    /// writes \", which cmd.exe does not know. /d skips the AutoRun commands of the registry, whose output would come first.
    /// </summary>
    public static string ArgumentsFor(string command) => $"/d /s /c \"{command}\"";
}
