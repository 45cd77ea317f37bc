namespace AssumeRole.Cli.Running;

/// <summary>Where the executable writes: lines for machines to standard output, all else to standard error.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="ShowsOutput">Whether a person sees standard output.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, bool ShowsOutput)
{
    public static Terminal OfProcess() => new(Console.Out, Console.Error, !Console.IsOutputRedirected);

    /// <summary>Writes a line that people read and machines do not.</summary>
    public void Say(string line) => Error.WriteLine(line);
}
