using AssumeRole.Findings;

namespace AssumeRole.Cli.Running;

/// <summary>
/// Where the executable writes: lines for machines to standard output, all else to standard error. What people read is cleaned here of
/// what could steer their terminal.
/// </summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="ShowsOutput">Whether a person sees standard output.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, bool ShowsOutput)
{
    /// <summary>That of this process.</summary>
    /// <param name="ending">Cancelled when the verb is to end: no reader that has stopped reading is waited for then.</param>
    public static Terminal OfProcess(CancellationToken ending = default) => new(
        new StandardOutput(ending),
        StandardDescriptors.IsInherited(StandardDescriptors.Error) ? new StandardError() : TextWriter.Null,
        !Console.IsOutputRedirected);

    /// <summary>Writes a line that people read and machines do not.</summary>
    public void Say(string line) => WriteIfPossible(Error, PlainText.CleanLine(line) + Error.NewLine);

    /// <summary>Writes the beginning of a line that a person completes.</summary>
    public void Ask(string question) => WriteIfPossible(Error, PlainText.CleanLine(question));

    /// <summary>Writes lines for people to standard output.</summary>
    public void Show(params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines) Output.WriteLine(PlainText.CleanLine(line));
    }

    /// <summary>
    /// Writes lines that a shell evaluates or a program reads, exactly: an encoding other than UTF-8 may write one character as another,
    /// U+FF07 as an apostrophe in ISO 8859-1.
    /// </summary>
    /// <exception cref="AssumeRoleException">ValueUnwritable.</exception>
    public void Hand(string lines)
    {
        var encoding = Output.Encoding;
        if (!string.Equals(encoding.GetString(encoding.GetBytes(lines)), lines, StringComparison.Ordinal))
        {
            throw FindingCatalogue.ValueUnwritable.Error(
                "stdout", $"The character set of standard output, {encoding.WebName}, does not have all characters of the values.");
        }

        Output.WriteLine(lines);
    }

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
