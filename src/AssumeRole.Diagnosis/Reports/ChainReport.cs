using System.Globalization;
using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>Holds the texts of steps and nothing else, so no credential; text that looks like a secret is masked nevertheless.</summary>
internal sealed record ChainReport
{
    /// <param name="asked">The request as a person would type it, without secrets.</param>
    /// <param name="title">A heading of the user's own, or empty.</param>
    public ChainReport(IEnumerable<ChainStep> steps, string asked, DateTimeOffset made, string title = "")
    {
        Steps = [.. steps.Select(step => step.WithTexts(SecretMask.Of))];
        Asked = SecretMask.Of(asked);
        Made = made;
        Title = SecretMask.Of(title);
        Chains = Group(Steps);
    }

    public IReadOnlyList<ChainStep> Steps { get; }

    public string Asked { get; }

    public DateTimeOffset Made { get; }

    public string MadeText => Made.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public string Title { get; }

    public string ModuleVersion { get; init; } = typeof(ChainReport).Assembly.GetName().Version?.ToString(3) ?? string.Empty;

    /// <summary>One chain for each target; one if the steps name none.</summary>
    public IReadOnlyList<ReportedChain> Chains { get; }

    public IEnumerable<ChainStep> Findings =>
        Steps.Where(step => step.Status is ChainStepStatus.Failed or ChainStepStatus.Indeterminate or ChainStepStatus.Warning);

    public ChainVerdict Verdict => ReportedChain.VerdictOf(Steps);

    public string Summary
    {
        get
        {
            if (Chains.Count == 1) return Chains[0].Summary;
            var bad = Chains.Where(chain => chain.BrokenAt is not null).ToArray();
            return bad.Length switch
            {
                0 when Verdict == ChainVerdict.Undecided => "Nothing was tried.",
                0 => $"All {Chains.Count} chains hold{ReportedChain.CountWarnings(Findings.Count())}.",
                1 => $"1 of {Chains.Count} chains does not hold. {bad[0].Summary}",
                _ => $"{bad.Length} of {Chains.Count} chains do not hold. {bad[0].Summary}",
            };
        }
    }

    private static ReportedChain[] Group(IReadOnlyList<ChainStep> steps)
    {
        var targets = steps.Select(step => step.Chain).Where(chain => chain.Length > 0).Distinct().ToArray();
        return targets.Length == 0
            ? [new ReportedChain(steps.LastOrDefault(step => step.Step is ChainStepName.Hop or ChainStepName.Decision)?.Target ?? string.Empty, steps)]
            : [.. targets.Select(target => new ReportedChain(target, [.. steps.Where(step => step.Chain.Length == 0 || step.Chain == target)]))];
    }
}

/// <param name="Target">The role's ARN, or the text that was given for it; empty if no step names one.</param>
internal sealed record ReportedChain(string Target, IReadOnlyList<ChainStep> Steps)
{
    public ChainVerdict Verdict => VerdictOf(Steps);

    /// <summary>The first broken link, or else the first undecided one; null if all hold.</summary>
    public ChainStep? BrokenAt =>
        Steps.FirstOrDefault(step => step.Status == ChainStepStatus.Failed)
        ?? Steps.FirstOrDefault(step => step.Status == ChainStepStatus.Indeterminate);

    public string Summary
    {
        get
        {
            var name = Target.Length == 0 ? "The chain" : $"The chain to {StepText.Label(Target)}";
            if (BrokenAt is { } broken)
                return $"{name} {(Verdict == ChainVerdict.Broken ? "is broken" : "is undecided")} at {StepText.Place(broken)}.";
            return Verdict == ChainVerdict.Undecided
                ? $"{name} was not tried."
                : $"{name} holds{CountWarnings(Steps.Count(step => step.Status == ChainStepStatus.Warning))}.";
        }
    }

    /// <summary>The verdict on steps. A chain of which nothing was tried is undecided.</summary>
    public static ChainVerdict VerdictOf(IReadOnlyList<ChainStep> steps)
    {
        if (Any(ChainStepStatus.Failed)) return ChainVerdict.Broken;
        if (Any(ChainStepStatus.Indeterminate) || steps.All(step => step.Status == ChainStepStatus.Skipped)) return ChainVerdict.Undecided;
        return Any(ChainStepStatus.Warning) ? ChainVerdict.Warned : ChainVerdict.Holds;

        bool Any(ChainStepStatus status) => steps.Any(step => step.Status == status);
    }

    public static string CountWarnings(int count) => count switch
    {
        0 => string.Empty,
        1 => ", with 1 warning",
        _ => $", with {count} warnings",
    };
}

/// <summary>The names are part of the JSON format.</summary>
internal enum ChainVerdict { Holds, Warned, Undecided, Broken }
