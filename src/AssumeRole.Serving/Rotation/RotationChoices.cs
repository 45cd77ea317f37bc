namespace AssumeRole.Rotation;

/// <summary>What a user said of a rotation, as it was typed; null where nothing was said.</summary>
public sealed record RotationChoices
{
    /// <summary>The store.</summary>
    public string? Store { get; init; }

    /// <summary>The layout.</summary>
    public string? Layout { get; init; }

    /// <summary>How many accounts are rotated at the same time.</summary>
    public string? ThrottleLimit { get; init; }

    /// <summary>How many seconds a session must have left to be kept.</summary>
    public string? MinimumRemaining { get; init; }

    /// <summary>Whether an hour is taken where role chaining does not allow more.</summary>
    public bool AllowShorter { get; init; }
}
