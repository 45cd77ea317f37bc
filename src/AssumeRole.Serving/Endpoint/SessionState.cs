namespace AssumeRole.Endpoint;

/// <summary>How a route's session stands.</summary>
public enum SessionState
{
    /// <summary>There is none, because nobody asked for it lately.</summary>
    Idle,

    /// <summary>It is good.</summary>
    Good,

    /// <summary>It is good, and could not be renewed so far.</summary>
    Failing,

    /// <summary>There is none, because it could not be had.</summary>
    Unavailable,
}
