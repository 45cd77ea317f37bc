namespace AssumeRole.Cli.Tests.Running;

/// <summary>What a process left behind.</summary>
/// <param name="ExitCode">Its exit code; 128 and the number for a signal.</param>
/// <param name="Output">Its standard output, exactly.</param>
/// <param name="Error">Its standard error, exactly.</param>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of standard output.</summary>
    public string[] Lines => Split(Output);

    /// <summary>The lines of standard error.</summary>
    public string[] ErrorLines => Split(Error);

    /// <summary>Standard output ended with its exit code as expected, else the whole run is the message.</summary>
    public Run Exits(int expected)
    {
        Assert.True(ExitCode == expected, $"It exited with {ExitCode} and not {expected}.\n{Output}\n{Error}");
        return this;
    }

    private static string[] Split(string text) => text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
