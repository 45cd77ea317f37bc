namespace AssumeRole.Sandbox.Stores;

/// <summary>A secret, or a parameter, as it is now.</summary>
internal sealed record StoredItem
{
    public required string Name { get; init; }

    public required string Arn { get; init; }

    public string? Description { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>AWSCURRENT.</summary>
    public SecretVersion? Current { get; init; }

    /// <summary>AWSPREVIOUS.</summary>
    public SecretVersion? Previous { get; init; }

    /// <summary>How often it was written.</summary>
    public int Number { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Tags with others laid over them.</summary>
    public static IReadOnlyDictionary<string, string> Merge(IReadOnlyDictionary<string, string> tags, IReadOnlyDictionary<string, string> more)
    {
        var merged = new Dictionary<string, string>(tags, StringComparer.Ordinal);
        foreach (var (key, value) in more) merged[key] = value;
        return merged;
    }

    /// <summary>The same with a new value; what was current becomes previous.</summary>
    public StoredItem With(SecretVersion version) =>
        this with { Previous = Current, Current = version, Number = Number + 1, ChangedAt = version.CreatedAt };
}
