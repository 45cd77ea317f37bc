using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AssumeRole.Credentials;
using AssumeRole.Findings;

namespace AssumeRole.Completion;

/// <summary>Completes a parameter from a list of words. It reads local files at most, never the network.</summary>
public abstract class WordCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(wordToComplete);
        var word = wordToComplete.Trim('\'', '"');
        return ReadWords()
            .Where(candidate => candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(Complete);
    }

    /// <summary>The words.</summary>
    /// <exception cref="AssumeRoleException">They cannot be read; nothing is completed then.</exception>
    private protected abstract IEnumerable<string> Words { get; }

    private string[] ReadWords()
    {
        try
        {
            return [.. Words];
        }
        catch (AssumeRoleException)
        {
            // A file that cannot be read has nothing to offer; the cmdlet itself will say so.
            return [];
        }
    }

    /// <summary>The list shows the word clean; what goes into the command line is the very word.</summary>
    private static CompletionResult Complete(string word)
    {
        var shown = PlainText.CleanLine(word);
        return new CompletionResult(Quote(word), shown, CompletionResultType.ParameterValue, shown);
    }

    private static string Quote(string word) =>
        word.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or ':' or '/')
            ? word
            : QuotedText.ForPowerShell(word);
}
