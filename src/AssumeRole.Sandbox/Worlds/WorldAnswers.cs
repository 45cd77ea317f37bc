namespace AssumeRole.Sandbox.Worlds;

/// <summary>What becomes of a service's answers on their way, whatever they say.</summary>
internal sealed record WorldAnswers
{
    /// <summary>How long after the request an answer begins.</summary>
    public int DelayMilliseconds { get; init; }

    /// <summary>How much time passes before each byte of an answer; 0 for an answer that is sent at once.</summary>
    public int DripMilliseconds { get; init; }

    /// <summary>Whether the connection closes in the middle of every body.</summary>
    public bool Truncated { get; init; }

    /// <summary>What arrives in their place.</summary>
    public WorldGarbage Garbage { get; init; }
}
