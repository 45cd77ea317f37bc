using AssumeRole.Rotation;

namespace AssumeRole.Completion;

/// <summary>Completes -Store.</summary>
public sealed class StoreCompleter : WordCompleter
{
    private protected override IEnumerable<string> Words => Enum.GetNames<SecretStoreKind>();
}
