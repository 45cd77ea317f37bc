namespace AssumeRole.Metadata;

/// <summary>
/// How far a request got that had a connection made for it. An answer that drips has begun long before HttpClient has a header to
/// show, and must not be taken for silence.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class ConnectionTrace(TimeProvider time)
{
    /// <summary>Under which the trace travels with its request.</summary>
    public static readonly HttpRequestOptionsKey<ConnectionTrace> Key = new("AssumeRole.ConnectionTrace");

    private volatile bool connecting;
    private volatile bool connected;
    private volatile bool answering;
    private long opened;

    /// <summary>Whether a connection was tried and did not open. False where the request had one from before.</summary>
    public bool NeverConnected => connecting && !connected;

    /// <summary>Whether a connection opened for this request.</summary>
    public bool Connected => connected;

    /// <summary>How long the connection has been open, or null if none opened for this request.</summary>
    public TimeSpan? OpenFor => connected ? time.GetElapsedTime(opened) : null;

    /// <summary>Whether a byte of the answer arrived.</summary>
    public bool Answering => answering;

    public void Connecting() => connecting = true;

    public void Connect()
    {
        opened = time.GetTimestamp();
        connected = true;
    }

    public void Answer() => answering = true;
}
