namespace AssumeRole.Endpoint;

/// <summary>
/// Writes lines on a thread of its own. A reader that stops reading, or a disk that is full, holds that thread and nothing else: a line
/// beyond the bound, or one that cannot be written, is lost and counted. The count is written when there is room again, and at the end.
/// </summary>
internal sealed class LogQueue : IDisposable
{
    private const int DefaultCapacity = 1000;

    /// <summary>How long the end waits for lines that are still to be written.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly object gate = new();
    private readonly Queue<string> lines = new();
    private readonly Action<string> write;
    private readonly Func<int, string> describeLoss;
    private readonly Action? close;
    private readonly int capacity;
    private Thread? writer;
    private int inHand;
    private int untold;
    private int lost;
    private bool isClosed;

    /// <summary>Makes a queue; the thread starts with the first line.</summary>
    /// <param name="write">Writes a line. May block, and may fail with an IOException.</param>
    /// <param name="describeLoss">The line that tells how many lines were lost.</param>
    /// <param name="close">Closes what is written to, after the last line and on the same thread; null for nothing.</param>
    /// <param name="capacity">How many lines may wait.</param>
    public LogQueue(Action<string> write, Func<int, string> describeLoss, Action? close = null, int capacity = DefaultCapacity)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(describeLoss);
        this.write = write;
        this.describeLoss = describeLoss;
        this.close = close;
        this.capacity = capacity;
    }

    /// <summary>How many lines were lost so far. After the end, those that a blocked write still holds are among them.</summary>
    public int Lost
    {
        get
        {
            lock (gate) return lost + (isClosed ? lines.Count + inHand : 0);
        }
    }

    /// <summary>Adds a line. Never waits and never fails.</summary>
    /// <param name="line">The line, without its end.</param>
    public void Add(string line)
    {
        lock (gate)
        {
            if (isClosed) return;
            if (lines.Count >= capacity)
            {
                Lose();
                return;
            }

            lines.Enqueue(line);
            Start();
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Takes no more lines and waits until the rest is written, but not long.</summary>
    public void Dispose()
    {
        Thread? ending;
        lock (gate)
        {
            if (isClosed) return;
            isClosed = true;
            // It closes what is written to.
            if (close is not null) Start();
            Monitor.PulseAll(gate);
            ending = writer;
        }

        ending?.Join(Patience);
    }

    // In the background: a write that never ends must not keep the process alive.
    private void Start()
    {
        if (writer is not null) return;
        writer = new Thread(Run) { IsBackground = true, Name = "log" };
        writer.Start();
    }

    private void Run()
    {
        while (Take() is { } line)
        {
            if (TryWrite(line)) TellLoss();
        }

        // What could not be told before is tried once more.
        TellLoss();
        close?.Invoke();
    }

    private string? Take()
    {
        lock (gate)
        {
            while (lines.Count == 0 && !isClosed) Monitor.Wait(gate);
            if (!lines.TryDequeue(out var line)) return null;
            inHand = 1;
            return line;
        }
    }

    private bool TryWrite(string line)
    {
        var isWritten = TryWriteOne(line);
        lock (gate)
        {
            inHand = 0;
            if (!isWritten) Lose();
        }

        return isWritten;
    }

    private bool TryWriteOne(string line)
    {
        try
        {
            write(line);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // A full disk, a closed descriptor, a reader that is gone.
            return false;
        }
    }

    /// <summary>Writes how many lines were lost, if there is room for that and none waits that came before.</summary>
    private void TellLoss()
    {
        int told;
        lock (gate)
        {
            if (untold == 0 || lines.Count > 0) return;
            told = untold;
        }

        if (!TryWriteOne(describeLoss(told))) return;
        lock (gate) untold -= told;
    }

    private void Lose()
    {
        lost++;
        untold++;
    }
}
