using AssumeRole.Endpoint;

namespace AssumeRole.Completion;

/// <summary>Completes -Dialect.</summary>
public sealed class DialectCompleter : WordCompleter
{
    private protected override IEnumerable<string> Words => Enum.GetNames<CredentialDialect>();
}
