using System.Text;
using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Cli.Running;

/// <summary>
/// The outputs of the executable: lines for machines on standard output, all others on standard error. Lines for people are cleaned of
/// control characters.
/// </summary>
/// <param name="ShowsOutput">Whether standard output is a terminal.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, bool ShowsOutput)
{
    /// <param name="ending">Cancelled when the verb ends: a write that blocks is given up then.</param>
    public static Terminal ForProcess(CancellationToken ending = default) => new(
        new StandardOutput(ending),
        StandardDescriptors.IsInherited(StandardDescriptors.Error) ? new StandardError() : TextWriter.Null,
        !Console.IsOutputRedirected);

    public void Log(string line) => WriteIfPossible(Error, PlainText.CleanLine(line) + Error.NewLine);

    public void Prompt(string question) => WriteIfPossible(Error, PlainText.CleanLine(question));

    public void Write(params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines) Output.WriteLine(PlainText.CleanLine(line));
    }

    /// <summary>
    /// Writes lines for a shell or a program, exactly. An encoding other than UTF-8 may replace characters, such as U+FF07 by an apostrophe
    /// in ISO 8859-1; that is an error.
    /// </summary>
    public void WriteExactly(string lines)
    {
        var encoding = Output.Encoding;
        if (!string.Equals(encoding.GetString(encoding.GetBytes(lines)), lines, StringComparison.Ordinal))
        {
            throw FindingCatalogue.ValueUnwritable.Error(
                "stdout", $"The character set of standard output, {encoding.WebName}, does not have all characters of the values.");
        }

        Output.WriteLine(lines);
    }

    /// <summary>
    /// Writes a JSON document. JSON is UTF-8 for every reader, and a console of Windows often is not: there, all characters beyond ASCII
    /// are escaped, which every encoding writes alike.
    /// </summary>
    public void WriteJson(string document) =>
        Output.WriteLine(Output.Encoding.CodePage == Encoding.UTF8.CodePage ? document : JsonText.EscapeBeyondAscii(document));

    /// <summary>Writes lines that make an evaluating shell fail. Never throws an I/O error.</summary>
    public void WriteFailure(string lines) => WriteIfPossible(Output, lines);

    private static void WriteIfPossible(TextWriter writer, string text)
    {
        try
        {
            writer.Write(text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A full disk or a closed descriptor: the exit code still shows the failure; an exception would replace it.
        }
    }
}

/// <summary>Asks for an MFA code on standard error if standard input is a terminal.</summary>
internal sealed class TerminalTokenCodePrompt(Terminal terminal) : ITokenCodePrompt
{
    public async Task<string?> AskAsync(MfaDevice device, CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected) return null;
        terminal.Prompt($"MFA code for {device.SerialNumber}: ");
        // .NET reads a terminal by a call that cannot be cancelled, ReadLineAsync included. Its thread is abandoned.
        var reading = Task.Run(Console.In.ReadLine, CancellationToken.None);
        reading.Forget();
        return (await reading.WaitAsync(cancellationToken).ConfigureAwait(false))?.Trim();
    }
}
