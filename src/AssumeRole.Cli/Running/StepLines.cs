using System.Text.RegularExpressions;
using AssumeRole.Chains;
using AssumeRole.Reports;
using AssumeRole.Sessions;

namespace AssumeRole.Cli.Running;

/// <summary>Draws the steps of a check for people, in the words of the command line.</summary>
internal static class StepLines
{
    public static string FormatAfter(ChainStep? previous, ChainStep step, Terminal terminal) =>
        string.Join('\n', ChainDrawing.DrawAfter(previous, InWords(step), StyleFor(terminal)));

    private static DrawingStyle StyleFor(Terminal terminal) => DrawingStyle.For(
        new ProcessEnvironmentVariables(),
        terminal.Output.Encoding,
        terminal.ShowsOutput ? WidthOfTerminal() : DrawingStyle.DefaultWidth,
        terminal.ShowsOutput);

    /// <summary>The step's own evidence quotes AWS and is not translated.</summary>
    private static ChainStep InWords(ChainStep step) => step with
    {
        Cause = CommandLineWords.Translate(step.Cause),
        Remedy = CommandLineWords.Translate(step.Remedy),
        Candidates = [.. step.Candidates.Select(InWords)],
    };

    private static DenialCandidate InWords(DenialCandidate candidate) => candidate with
    {
        Evidence = CommandLineWords.Translate(candidate.Evidence),
        Remedy = CommandLineWords.Translate(candidate.Remedy),
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

/// <summary>
/// Translates findings for the command line. The catalogue names parameters and cmdlets; options are the same names in kebab case, and
/// each cmdlet has a verb. A text in quotes came from elsewhere, so it is not translated.
/// </summary>
internal static partial class CommandLineWords
{
    private static readonly Dictionary<string, string> Verbs = new(StringComparer.Ordinal)
    {
        ["Start-RoleSandbox"] = "assumerole sandbox",
        ["Start-RoleCredentialServer"] = "assumerole serve",
        ["Test-WorkerRoleChain"] = "assumerole test",
        ["Invoke-WithRole"] = "assumerole exec",
        ["Publish-RoleCredential"] = "assumerole rotate",
        ["Use-AssumedRole"] = "assumerole env",
    };

    public static string Translate(string text) => QuoteOrName().Replace(text, match => match.Value switch
    {
        ['-', ..] => ToOption(match.Value[1..]),
        _ => Verbs.GetValueOrDefault(match.Value, match.Value),
    });

    /// <summary>The option of a cmdlet's parameter: --role-arn for RoleArn.</summary>
    public static string ToOption(string parameter) => "--" + Hump().Replace(parameter, "-$1").TrimStart('-').ToLowerInvariant();

    // 'a quote' (the apostrophe of "a role's" begins none), Start-RoleSandbox or -RoleArn.
    [GeneratedRegex(@"(?<!\w)'[^']*'|(?<![\w-])([A-Z][a-z]+)?-[A-Z][A-Za-z]+")]
    private static partial Regex QuoteOrName();

    [GeneratedRegex("([A-Z])")]
    private static partial Regex Hump();
}
