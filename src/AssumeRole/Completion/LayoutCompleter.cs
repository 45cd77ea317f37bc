using AssumeRole.Rotation;

namespace AssumeRole.Completion;

/// <summary>Completes -Layout.</summary>
public sealed class LayoutCompleter : WordCompleter
{
    private protected override IEnumerable<string> Words => Enum.GetNames<SecretLayout>();
}
