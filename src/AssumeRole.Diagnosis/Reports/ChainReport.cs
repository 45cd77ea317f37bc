using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>
/// What a check of one or several chains found, to be passed on. It holds the texts of the steps and nothing else, so there is no
/// place in it for a credential; whatever in a text looks like one is masked all the same.
/// </summary>
public sealed record ChainReport
{
    /// <summary>Makes a report.</summary>
    /// <param name="steps">The steps in the order in which they were walked.</param>
    /// <param name="asked">What was asked for, as a person would type it, without secrets.</param>
    /// <param name="made">When.</param>
    /// <param name="title">A heading of the user's own, or empty.</param>
    public ChainReport(IEnumerable<ChainStep> steps, string asked, DateTimeOffset made, string title = "")
    {
        ArgumentNullException.ThrowIfNull(steps);
        Steps = [.. steps.Select(StepMask.Of)];
        Asked = SecretMask.Of(asked);
        Made = made;
        Title = SecretMask.Of(title);
        Chains = Group(Steps);
    }

    /// <summary>The steps in the order in which they were walked.</summary>
    public IReadOnlyList<ChainStep> Steps { get; }

    /// <summary>What was asked for.</summary>
    public string Asked { get; }

    /// <summary>When the report was made.</summary>
    public DateTimeOffset Made { get; }

    /// <summary>A heading of the user's own, or empty.</summary>
    public string Title { get; }

    /// <summary>The version of the module that made it.</summary>
    public string ModuleVersion { get; init; } = typeof(ChainReport).Assembly.GetName().Version?.ToString(3) ?? string.Empty;

    /// <summary>The chains, each with all its steps; one if the steps name none.</summary>
    public IReadOnlyList<ReportedChain> Chains { get; }

    /// <summary>The steps that found something.</summary>
    public IEnumerable<ChainStep> Findings =>
        Steps.Where(step => step.Status is ChainStepStatus.Failed or ChainStepStatus.Indeterminate or ChainStepStatus.Warning);

    /// <summary>What all steps come to.</summary>
    public ChainVerdict Verdict => ReportedChain.VerdictOf(Steps);

    /// <summary>The verdict as a sentence: that the chain holds, or where it is broken.</summary>
    public string Summary
    {
        get
        {
            var bad = Chains.Where(chain => chain.BrokenAt is not null).ToArray();
            if (Chains.Count == 1) return Summarize(Chains[0]);
            return bad.Length switch
            {
                0 when Verdict == ChainVerdict.Undecided => "Nothing was tried.",
                0 => $"All {Chains.Count} chains hold{Beside(Findings.Count())}.",
                1 => $"1 of {Chains.Count} chains does not hold. {Summarize(bad[0])}",
                _ => $"{bad.Length} of {Chains.Count} chains do not hold. {Summarize(bad[0])}",
            };
        }
    }

    /// <summary>The verdict of one chain as a sentence.</summary>
    internal static string Summarize(ReportedChain chain)
    {
        var name = chain.Target.Length == 0 ? "The chain" : $"The chain to {StepWords.Label(chain.Target)}";
        if (chain.BrokenAt is { } broken)
        {
            var verdict = chain.Verdict == ChainVerdict.Broken ? "is broken" : "is undecided";
            return $"{name} {verdict} at {StepWords.Place(broken)}.";
        }

        return chain.Verdict == ChainVerdict.Undecided
            ? $"{name} was not tried."
            : $"{name} holds{Beside(chain.Steps.Count(step => step.Status == ChainStepStatus.Warning))}.";
    }

    private static string Beside(int warnings) => warnings switch
    {
        0 => string.Empty,
        1 => ", with 1 warning",
        _ => $", with {warnings} warnings",
    };

    private static ReportedChain[] Group(IReadOnlyList<ChainStep> steps)
    {
        var targets = steps.Select(step => step.Chain).Where(chain => chain.Length > 0).Distinct().ToArray();
        return targets.Length == 0
            ? [new ReportedChain(steps.LastOrDefault(step => step.Step is ChainStepName.Hop or ChainStepName.Decision)?.Target ?? string.Empty, steps)]
            : [.. targets.Select(target => new ReportedChain(target, [.. steps.Where(step => step.Chain.Length == 0 || step.Chain == target)]))];
    }
}
