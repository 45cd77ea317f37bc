namespace AssumeRole.Rotation;

/// <summary>What became of an account.</summary>
public enum RotationStatus
{
    /// <summary>A new session was written.</summary>
    Rotated,

    /// <summary>The session that is there lasts long enough.</summary>
    Kept,

    /// <summary>A new session would be written.</summary>
    Planned,

    /// <summary>Something stands in the way; the finding says what.</summary>
    Failed,
}
