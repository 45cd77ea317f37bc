namespace AssumeRole.Findings;

/// <content>Faults of the session cache. Each is a warning: the session is asked from STS.</content>
public static partial class FindingCatalogue
{
    /// <summary>The cache cannot be read or written, or another process holds its lock for too long.</summary>
    public static FindingKind CacheUnavailable => new(
        nameof(CacheUnavailable),
        FaultCategory.ResourceUnavailable,
        "The session cache cannot be used, so the session comes from STS.",
        "Set XDG_CACHE_HOME to a folder that this user can write, or leave --cache out.")
    {
        Symptom = "assumerole with --cache works, warns and asks STS every time: the file system of ~/.cache is read-only or full, "
            + "or a process that was stopped holds the lock.",
    };

    /// <summary>A file of the cache is not the session that was asked for.</summary>
    public static FindingKind CachedSessionRejected => new(
        nameof(CachedSessionRejected),
        FaultCategory.SecurityError,
        "A cached session cannot be trusted, so it is replaced by one from STS.",
        "Find out what changed the file, if this comes back.")
    {
        Symptom = "assumerole with --cache warns once, after the file was edited, copied, cut short or opened to other users, or after an "
            + "update of assumerole.",
    };
}
