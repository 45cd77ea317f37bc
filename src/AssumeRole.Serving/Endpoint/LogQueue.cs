using System.Collections.Concurrent;

namespace AssumeRole.Endpoint;

/// <summary>
/// Writes lines on a thread of its own. A reader that stops reading, or a full disk, blocks that thread only: a line beyond the bound, or
/// one that cannot be written, is lost and counted. The count is written when there is room again, and at the end.
/// </summary>
internal sealed class LogQueue : IDisposable
{
    /// <summary>How long the end waits for lines that are still to be written.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly object gate = new();
    private readonly BlockingCollection<string> lines;
    private readonly Action<string> write;
    private readonly Func<int, string> describeLoss;
    private readonly Action? close;
    private readonly Thread writer;
    private int added;
    private int written;
    private int lost;
    private int reported;
    private bool isClosed;

    /// <summary>A write may block, and may fail with an IOException. The close comes after the last line, on the same thread.</summary>
    public LogQueue(Action<string> write, Func<int, string> describeLoss, Action? close = null, int capacity = 1000)
    {
        this.write = write;
        this.describeLoss = describeLoss;
        this.close = close;
        lines = new BlockingCollection<string>(capacity);
        // In the background: a write that never ends must not keep the process alive.
        writer = new Thread(Run) { IsBackground = true, Name = "log" };
        writer.Start();
    }

    /// <summary>How many lines are lost so far. After the end, those that a blocked write still holds are among them.</summary>
    public int Lost
    {
        get
        {
            lock (gate) return isClosed ? added - Volatile.Read(ref written) : Volatile.Read(ref lost);
        }
    }

    /// <summary>Never waits and never fails.</summary>
    public void Add(string line)
    {
        lock (gate)
        {
            if (isClosed) return;
            added++;
            if (!lines.TryAdd(line)) Interlocked.Increment(ref lost);
        }
    }

    /// <summary>Takes no more lines and waits a moment for the rest to be written.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (isClosed) return;
            isClosed = true;
            lines.CompleteAdding();
        }

        if (writer.Join(Patience)) lines.Dispose();
    }

    private void Run()
    {
        foreach (var line in lines.GetConsumingEnumerable())
        {
            if (!TryWrite(line))
            {
                Interlocked.Increment(ref lost);
                continue;
            }

            Interlocked.Increment(ref written);
            ReportLoss();
        }

        ReportLoss();
        close?.Invoke();
    }

    /// <summary>Writes how many lines were lost, unless older lines still wait.</summary>
    private void ReportLoss()
    {
        var count = Volatile.Read(ref lost) - reported;
        if (count > 0 && lines.Count == 0 && TryWrite(describeLoss(count))) reported += count;
    }

    private bool TryWrite(string line)
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
}
