using System.Collections.Concurrent;
using System.Globalization;
using AssumeRole.Endpoint;

namespace AssumeRole.Serving.Tests.Endpoint;

public sealed class LogQueueTests : IDisposable
{
    private readonly ConcurrentQueue<string> written = [];
    private readonly ManualResetEventSlim open = new(initialState: true);
    private readonly LogQueue queue;
    private volatile bool isFull;
    private volatile bool isClosed;
    private int entered;

    public LogQueueTests() =>
        queue = new LogQueue(Write, count => count.ToString(CultureInfo.InvariantCulture), () => isClosed = true, capacity: 3);

    public void Dispose()
    {
        open.Set();
        queue.Dispose();
        open.Dispose();
    }

    [Fact]
    public void Lines_are_written_in_order_and_the_end_waits_for_them()
    {
        open.Reset();
        foreach (var line in new[] { "a", "b", "c" }) queue.Add(line);
        open.Set();

        queue.Dispose();

        Assert.Equal(["a", "b", "c"], written);
        Assert.Equal((0, true), (queue.Lost, isClosed));
        queue.Add("late");
        Assert.Equal(3, written.Count);
    }

    [Fact]
    public async Task A_reader_that_stops_reading_costs_lines_and_not_time_and_is_told_how_many_when_it_reads_again()
    {
        open.Reset();
        queue.Add("held");
        await Patience.UntilAsync(() => Volatile.Read(ref entered) == 1);

        // Three wait. None of these returns late, or the test would not end.
        for (var count = 0; count < 1000; count++) queue.Add($"{count}");
        Assert.Equal(997, queue.Lost);
        open.Set();
        await Patience.UntilAsync(() => written.Count == 5);
        queue.Add("after");
        await Patience.UntilAsync(() => written.Count == 6);

        Assert.Equal(["held", "0", "1", "2", "997", "after"], written);
    }

    [Fact]
    public async Task What_a_full_disk_refuses_is_counted_until_there_is_room()
    {
        isFull = true;
        queue.Add("a");
        queue.Add("b");
        await Patience.UntilAsync(() => queue.Lost == 2);
        isFull = false;
        queue.Add("c");
        await Patience.UntilAsync(() => written.Count == 2);

        Assert.Equal(["c", "2"], written);
    }

    [Fact]
    public async Task The_count_is_told_at_the_end_if_there_was_no_room_before()
    {
        isFull = true;
        queue.Add("a");
        await Patience.UntilAsync(() => queue.Lost == 1);
        isFull = false;

        queue.Dispose();

        Assert.Equal(["1"], written);
    }

    [Fact]
    public async Task The_end_leaves_a_write_that_never_returns()
    {
        open.Reset();
        queue.Add("held");
        await Patience.UntilAsync(() => Volatile.Read(ref entered) == 1);
        queue.Add("waits");

        queue.Dispose();

        Assert.Equal((2, false), (queue.Lost, isClosed));
    }

    private void Write(string line)
    {
        Interlocked.Increment(ref entered);
        open.Wait(Patience.Limit);
        if (isFull) throw new IOException("No space left on device");
        written.Enqueue(line);
    }
}
