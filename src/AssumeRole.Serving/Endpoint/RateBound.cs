namespace AssumeRole.Endpoint;

/// <summary>So many a second, and as many at once after a quiet second (a token bucket).</summary>
internal sealed class RateBound(int perSecond, TimeProvider time)
{
    private readonly object gate = new();
    private double left = perSecond;
    private long last = time.GetTimestamp();

    /// <summary>Whether one more is within the bound.</summary>
    public bool TryTake()
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            left = Math.Min(perSecond, left + (time.GetElapsedTime(last, now).TotalSeconds * perSecond));
            last = now;
            if (left < 1) return false;
            left--;
            return true;
        }
    }
}
