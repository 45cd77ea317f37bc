using AssumeRole.Sts;

namespace AssumeRole.Core.Tests.Sts;

/// <summary>
/// A fan-out in simulated time: so many callers make calls one after another, each entering by the same pace, and wait a random part
/// of a doubling delay after each refusal. No clock runs and no thread waits.
/// </summary>
/// <param name="callers">How many at the same time.</param>
/// <param name="calls">How many in all.</param>
/// <param name="latency">Seconds from a request to its answer.</param>
/// <param name="refuses">Whether STS throttles a request that arrives at a time.</param>
/// <param name="random">Chance.</param>
internal sealed class PaceSimulation(int callers, int calls, double latency, Func<double, bool> refuses, Random random)
{
    private readonly PriorityQueue<(int Caller, bool IsAnswer), (double Time, int Number)> events = new();
    private readonly Queue<(int Caller, Task Place)> waiting = new();
    private readonly int[] refusals = new int[callers];
    private int begun;
    private int number;
    private int running;

    public AdaptiveLimiter Pace { get; } = new();

    /// <summary>Seconds until the last call was served.</summary>
    public double Seconds { get; private set; }

    public int Served { get; private set; }

    public int Sent { get; private set; }

    /// <summary>The most requests that one call took.</summary>
    public int MostAttempts { get; private set; }

    public async Task<PaceSimulation> RunAsync()
    {
        for (var caller = 0; caller < Math.Min(callers, calls); caller++, begun++) Enter(caller);
        while (events.TryDequeue(out var next, out var at))
        {
            Seconds = at.Time;
            if (!next.IsAnswer) Enter(next.Caller);
            else await AnswerAsync(next.Caller);
        }

        return this;
    }

    private async Task AnswerAsync(int caller)
    {
        var refused = refuses(Seconds);
        running--;
        Pace.Leave(refused ? StsOutcome.Throttled : StsOutcome.Served);
        MostAttempts = Math.Max(MostAttempts, refusals[caller] + 1);
        if (refused)
        {
            var most = 0.2 * (1 << Math.Min(refusals[caller]++, 4));
            events.Enqueue((caller, false), (Seconds + (most * random.NextDouble()), number++));
        }
        else
        {
            Served++;
            refusals[caller] = 0;
            if (begun++ < calls) Enter(caller);
        }

        // Whoever stood first may go now, as many as there is room for.
        while (running < Pace.Running)
        {
            var (first, place) = waiting.Dequeue();
            await place;
            Send(first);
        }
    }

    private void Enter(int caller)
    {
        var place = Pace.EnterAsync(CancellationToken.None);
        if (place.IsCompleted) Send(caller);
        else waiting.Enqueue((caller, place));
    }

    private void Send(int caller)
    {
        running++;
        Sent++;
        events.Enqueue((caller, true), (Seconds + (latency * (0.9 + (0.2 * random.NextDouble()))), number++));
    }
}
