namespace AssumeRole.Cli.Running;

/// <summary>Where the executable writes: lines for machines to standard output, all else to standard error.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="ShowsOutput">Whether a person sees standard output.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, bool ShowsOutput)
{
    public static Terminal OfProcess() => new(new StandardOutput(), Console.Error, !Console.IsOutputRedirected);

    /// <summary>Writes a line that people read and machines do not.</summary>
    public void Say(string line) => WriteIfPossible(Error, line + Error.NewLine);

    /// <summary>Writes what makes a reader of standard output fail.</summary>
    public void Fail(string lines) => WriteIfPossible(Output, lines);

    private static void WriteIfPossible(TextWriter writer, string text)
    {
        try
        {
            writer.Write(text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A full disk or a closed descriptor: the exit code still tells, and an exception here would replace it.
        }
    }
}
