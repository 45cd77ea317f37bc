namespace FanOutBench;

/// <summary>How many calls an account is allowed: so many a second, and a bucket of so many above that.</summary>
internal sealed record CallRate(int PerSecond, int Burst);
