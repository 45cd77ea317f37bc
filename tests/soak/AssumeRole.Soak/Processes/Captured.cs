namespace AssumeRole.Soak.Processes;

/// <summary>Bytes that a process writes, as they come.</summary>
internal sealed class Captured
{
    private readonly MemoryStream bytes = new();
    private readonly Lock gate = new();

    /// <summary>Begins to read a stream to its end.</summary>
    // On a thread of its own: a redirected stream is read synchronously whatever is asked, and the pool's threads are the sandbox's.
    public Captured(Stream stream) => Ended = Task.Factory.StartNew(
        () => Read(stream), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Ends with the stream.</summary>
    public Task Ended { get; }

    /// <summary>Everything so far.</summary>
    public byte[] Bytes
    {
        get
        {
            lock (gate) return bytes.ToArray();
        }
    }

    /// <summary>What came since the last call of this, with some of what came before it.</summary>
    public byte[] Take(int overlap)
    {
        lock (gate)
        {
            var all = bytes.ToArray();
            var kept = all.AsSpan(Math.Max(0, all.Length - overlap));
            bytes.SetLength(0);
            bytes.Write(kept);
            return all;
        }
    }

    private void Read(Stream stream)
    {
        var buffer = new byte[16384];
        while (true)
        {
            var count = stream.Read(buffer);
            if (count == 0) return;
            lock (gate) bytes.Write(buffer, 0, count);
        }
    }
}
