namespace AssumeRole.Soak.Operations;

/// <summary>Something that a user's script does, from its beginning to the point where all is to be as before.</summary>
internal sealed record Operation
{
    /// <summary>What reads everything after the last step: the environment must then be that of the beginning.</summary>
    public const string Clean = """
        Clear-AssumedRole 3>$null
        Stop-RoleCredentialServer 3>$null
        Stop-RoleSandbox 3>$null
        """;

    /// <summary>What a step says of itself when its cmdlet did what it is to do; without it, it failed.</summary>
    public const string Success = "in force";

    public required string Name { get; init; }

    public required IReadOnlyList<Step> Steps { get; init; }

    /// <summary>Variables beside those that lead to the sandbox.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
}
