namespace AssumeRole.Testing.Fuzz;

/// <summary>How a run ended.</summary>
/// <param name="Parser">What was fuzzed.</param>
/// <param name="Settings">With how many inputs, from which seed.</param>
/// <param name="Accepted">How many inputs were read.</param>
/// <param name="Slowest">The longest that one took.</param>
/// <param name="Elapsed">What all of them took.</param>
internal sealed record FuzzReport(string Parser, FuzzSettings Settings, int Accepted, TimeSpan Slowest, TimeSpan Elapsed)
{
    public int Refused => Settings.Inputs - Accepted;

    public override string ToString() =>
        $"{Parser}: {Settings.Inputs} inputs of seed {Settings.Seed}, {Accepted} read, {Refused} refused, none unhandled; "
            + $"slowest {Slowest.TotalMilliseconds:0.0} ms, in all {Elapsed.TotalSeconds:0.0} s.";
}
