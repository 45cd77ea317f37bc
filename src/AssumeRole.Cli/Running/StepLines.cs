using AssumeRole.Chains;
using AssumeRole.Reports;
using AssumeRole.Sessions;

namespace AssumeRole.Cli.Running;

/// <summary>Steps of a chain's check as lines for people, in the words of the command line.</summary>
internal static class StepLines
{
    /// <summary>Draws a step by itself, for this process's standard output.</summary>
    public static string Format(ChainStep step) =>
        string.Join('\n', ChainDrawing.Draw(InWords(step), StyleFor(Terminal.OfProcess())));

    /// <summary>Draws a step behind another, with a heading where the steps of another chain begin.</summary>
    /// <param name="previous">The step before, or null.</param>
    /// <param name="step">The step.</param>
    /// <param name="terminal">Where it will be written.</param>
    public static string FormatAfter(ChainStep? previous, ChainStep step, Terminal terminal) =>
        string.Join('\n', ChainDrawing.DrawAfter(previous, InWords(step), StyleFor(terminal)));

    private static DrawingStyle StyleFor(Terminal terminal) => DrawingStyle.For(
        new ProcessEnvironmentVariables(),
        terminal.Output.Encoding,
        terminal.ShowsOutput ? WidthOfTerminal() : DrawingStyle.DefaultWidth,
        terminal.ShowsOutput);

    /// <summary>The evidence stays as it was seen.</summary>
    private static ChainStep InWords(ChainStep step) => step with
    {
        Cause = CommandLineWords.Translate(step.Cause),
        Remedy = CommandLineWords.Translate(step.Remedy),
        Candidates = [.. step.Candidates.Select(candidate => candidate with { Remedy = CommandLineWords.Translate(candidate.Remedy) })],
    };

    private static int WidthOfTerminal()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
