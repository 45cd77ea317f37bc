namespace AssumeRole.Core.Tests.Sts;

/// <summary>How a service throttles: it serves so many calls a second, and a bucket of so many above that.</summary>
internal sealed class CallBucket(double perSecond, int burst)
{
    private readonly double most = burst;
    private double? tokens;
    private double last;

    public bool Refuses(double now)
    {
        var left = Math.Min(most, (tokens ?? most) + ((now - last) * perSecond));
        last = now;
        tokens = left < 1 ? left : left - 1;
        return left < 1;
    }
}
