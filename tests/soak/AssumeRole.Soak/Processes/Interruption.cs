namespace AssumeRole.Soak.Processes;

/// <summary>A signal that ends a program before its time.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="After">After which time.</param>
internal sealed record Interruption(Signal Signal, TimeSpan After)
{
    /// <summary>Where SIGINT is ignored, as in background jobs of a shell, programs inherit that.</summary>
    private static readonly bool IgnoresInterrupt = File.ReadLines("/proc/self/status")
        .FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line
        && (Convert.ToUInt64(line["SigIgn:".Length..].Trim(), 16) & 2) != 0;

    /// <summary>Draws one.</summary>
    public static Interruption Of(Draw draw, int longest)
    {
        var signal = draw.Of([Signal.Interrupt, Signal.Interrupt, Signal.Terminate, Signal.Terminate, Signal.Kill]);
        return new Interruption(Heard(signal), TimeSpan.FromMilliseconds(draw.Between(0, longest)));
    }

    /// <summary>Draws one for a percentage of cases.</summary>
    public static Interruption? OrNone(Draw draw, int percent, int longest) => draw.Chance(percent) ? Of(draw, longest) : null;

    /// <summary>The signal, or the one that stands in for it here.</summary>
    public static Signal Heard(Signal signal) => signal == Signal.Interrupt && IgnoresInterrupt ? Signal.Terminate : signal;
}
