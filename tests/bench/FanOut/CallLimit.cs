using System.Diagnostics;

namespace FanOutBench;

/// <summary>Says which calls are throttled: a part of them by chance, and all that come faster than a rate.</summary>
internal sealed class CallLimit(int percent, CallRate? rate)
{
    private readonly object guard = new();
    private readonly Random chance = new(1);
    private double tokens = rate?.Burst ?? 0;
    private long last = Stopwatch.GetTimestamp();

    public bool Refuses()
    {
        lock (guard)
        {
            if (percent > 0 && chance.Next(100) < percent) return true;
            if (rate is null) return false;
            var now = Stopwatch.GetTimestamp();
            tokens = Math.Min(rate.Burst, tokens + (Stopwatch.GetElapsedTime(last, now).TotalSeconds * rate.PerSecond));
            last = now;
            if (tokens < 1) return true;
            tokens--;
            return false;
        }
    }
}
