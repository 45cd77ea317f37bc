namespace AssumeRole.Cli.Running;

/// <summary>
/// Occupies standard descriptors that were closed at the start. The next file that the process opens would get their number, and a copy
/// of standard error, which .NET makes, would then take what is written to standard output: secrets among it.
/// </summary>
internal static class StandardDescriptors
{
    private const int Last = 2;

    /// <summary>Writing to a descriptor that was closed goes on to fail; a program that exec becomes finds it closed.</summary>
    public static void Occupy()
    {
        if (OperatingSystem.IsWindows()) return;
        try
        {
            while (Open() <= Last)
            {
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A root without /dev/null: nothing to occupy them with.
        }
    }

    /// <summary>The system gives the lowest number that is free.</summary>
    private static nint Open()
    {
        using var file = File.OpenHandle("/dev/null", access: FileAccess.Read, share: FileShare.ReadWrite);
        var number = file.DangerousGetHandle();
        // Invalid for .NET, so that nothing closes it.
        if (number <= Last) file.SetHandleAsInvalid();
        return number;
    }
}
