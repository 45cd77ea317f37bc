using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AssumeRole.Credentials;
using AssumeRole.Endpoint;
using AssumeRole.Findings;
using AssumeRole.Profiles;
using AssumeRole.Rotation;
using AssumeRole.Sessions;

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

/// <summary>Completes -Source.</summary>
public sealed class SourceCompleter : WordCompleter
{
    private protected override IEnumerable<string> Words => Enum.GetNames<CredentialSource>();
}

/// <summary>Completes -Store.</summary>
public sealed class StoreCompleter : WordCompleter
{
    private protected override IEnumerable<string> Words => Enum.GetNames<SecretStoreKind>();
}

/// <summary>Completes -Layout.</summary>
public sealed class LayoutCompleter : WordCompleter
{
    private protected override IEnumerable<string> Words => Enum.GetNames<SecretLayout>();
}

/// <summary>Completes -Dialect.</summary>
public sealed class DialectCompleter : WordCompleter
{
    private protected override IEnumerable<string> Words => Enum.GetNames<CredentialDialect>();
}

/// <summary>Completes -Region. A region that is newer than this list can be typed all the same.</summary>
public sealed class RegionCompleter : WordCompleter
{
    private protected override IEnumerable<string> Words =>
    [
        "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
        "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
        "ca-central-1", "ca-west-1", "cn-north-1", "cn-northwest-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1",
        "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "eusc-de-east-1", "il-central-1", "me-central-1", "me-south-1",
        "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-gov-east-1", "us-gov-west-1", "us-west-1", "us-west-2",
    ];
}

/// <summary>Completes -ProfileName from the AWS config and credentials files.</summary>
public sealed class ProfileNameCompleter : WordCompleter
{
    private protected override IEnumerable<string> Words => AwsProfileStore.Read(ProcessState.Environment.BeforeRoles).Names;
}

/// <summary>Completes roles from the profiles that have one.</summary>
public sealed class RoleArnCompleter : WordCompleter
{
    private protected override IEnumerable<string> Words
    {
        get
        {
            var store = AwsProfileStore.Read(ProcessState.Environment.BeforeRoles);
            return store.Names.Select(name => store.Find(name)?["role_arn"]).OfType<string>();
        }
    }
}
