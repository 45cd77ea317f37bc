namespace AssumeRole.Endpoint;

/// <summary>What happened to a credential server.</summary>
public enum ServerEventKind
{
    /// <summary>A route is being served.</summary>
    Started,

    /// <summary>A session went out for the first time; later answers with the same session are not told.</summary>
    Served,

    /// <summary>A request was refused.</summary>
    Refused,

    /// <summary>There was no session to hand out. Told once until there is one again.</summary>
    Unavailable,

    /// <summary>A session was renewed.</summary>
    Renewed,

    /// <summary>An attempt to renew a session failed.</summary>
    RenewalFailed,

    /// <summary>A request met with a fault of this program.</summary>
    Faulted,

    /// <summary>A route is no longer served.</summary>
    Stopped,

    /// <summary>Lines of the log could not be written, because nothing took them.</summary>
    Lost,
}
