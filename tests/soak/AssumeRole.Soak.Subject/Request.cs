namespace AssumeRole.Soak.Subject;

/// <summary>What pwsh is asked to do.</summary>
public sealed record Request
{
    /// <summary>Whether an operation begins here: later steps tell what changed since.</summary>
    public bool Begin { get; init; }

    /// <summary>A script to run; null to do none.</summary>
    public string? Script { get; init; }

    /// <summary>After how many milliseconds the pipeline is stopped, as by Ctrl+C; null for never.</summary>
    public int? StopAfter { get; init; }

    /// <summary>Variables of the environment to set before, or to remove.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Texts that the script reads by $soak.Given('name'): in the script itself a secret would be the harness's own leak.</summary>
    public IReadOnlyDictionary<string, string> Given { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A script that a new runspace begins with; null to go on in the one that there is.</summary>
    public string? NewRunspace { get; init; }

    /// <summary>Whether garbage is collected, and what it held is told.</summary>
    public bool Collect { get; init; }
}
