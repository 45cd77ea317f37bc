namespace AssumeRole.Pester.Tests;

/// <summary>What became of one Pester test.</summary>
/// <param name="Name">The names of its blocks and its own.</param>
/// <param name="Outcome">Passed, Failed, Skipped, Inconclusive or NotRun.</param>
/// <param name="Message">Why it failed, or why it was skipped.</param>
public sealed record PesterResult(string Name, string Outcome, string? Message)
{
    public bool Passed => Outcome == "Passed";

    public bool Skipped => Outcome == "Skipped";

    public override string ToString() => Outcome;
}
