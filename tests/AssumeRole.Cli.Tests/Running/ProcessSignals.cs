namespace AssumeRole.Cli.Tests.Running;

/// <summary>The signal masks that /proc shows of a process.</summary>
internal static class ProcessSignals
{
    /// <summary>A line of /proc/self/status without some signals in its mask.</summary>
    public static string Without(string line, params int[] signals)
    {
        var parts = line.Split('\t');
        return $"{parts[0]}\t{Convert.ToUInt64(parts[1], 16) & ~signals.Aggregate(0UL, (mask, signal) => mask | (1UL << (signal - 1))):x16}";
    }
}
