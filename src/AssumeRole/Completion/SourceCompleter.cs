using AssumeRole.Credentials;

namespace AssumeRole.Completion;

/// <summary>Completes -Source.</summary>
public sealed class SourceCompleter : WordCompleter
{
    private protected override IEnumerable<string> Words => Enum.GetNames<CredentialSource>();
}
