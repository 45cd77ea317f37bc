using System.Globalization;
using System.Text.RegularExpressions;
using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>The texts of a step that are the same wherever it is shown.</summary>
public static partial class StepText
{
    /// <summary>The mark of a status, one column wide.</summary>
    internal static string Mark(ChainStepStatus status, bool ascii = false) => status switch
    {
        ChainStepStatus.Passed => ascii ? "v" : "✔",
        ChainStepStatus.Warning => "!",
        ChainStepStatus.Failed => ascii ? "x" : "✖",
        ChainStepStatus.Skipped => ascii ? "-" : "–",
        _ => "?",
    };

    internal static string Status(ChainStepStatus status) => status switch
    {
        ChainStepStatus.Passed => "passed",
        ChainStepStatus.Warning => "warning",
        ChainStepStatus.Failed => "failed",
        ChainStepStatus.Skipped => "not tried",
        _ => "undecided",
    };

    internal static int Gravity(ChainStep step) => step.Status switch
    {
        ChainStepStatus.Failed => 4,
        ChainStepStatus.Indeterminate => 3,
        ChainStepStatus.Warning => 2,
        ChainStepStatus.Passed => 1,
        _ => 0,
    };

    internal static ChainStepStatus Status(ChainVerdict verdict) => verdict switch
    {
        ChainVerdict.Holds => ChainStepStatus.Passed,
        ChainVerdict.Warned => ChainStepStatus.Warning,
        ChainVerdict.Broken => ChainStepStatus.Failed,
        _ => ChainStepStatus.Indeterminate,
    };

    /// <summary>A step's duration in at most seven columns; empty for a step that was not tried.</summary>
    internal static string Time(ChainStep step)
    {
        if (step.Status == ChainStepStatus.Skipped) return string.Empty;
        return step.Duration.TotalSeconds < 9.9995
            ? string.Create(CultureInfo.InvariantCulture, $"{step.Duration.TotalMilliseconds:0} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{step.Duration.TotalSeconds:0.0} s");
    }

    /// <summary>A cause of a denial in words: IdentityPolicy becomes "Identity policy", or "Identity policy (certain)".</summary>
    internal static string Cause(DenialCandidate candidate)
    {
        var words = Hump().Replace(candidate.Cause.ToString(), match => " " + match.Value.ToLowerInvariant());
        return candidate.IsCertain ? $"{words} (certain)" : words;
    }

    /// <summary>An ARN as name and account; any other text on one line.</summary>
    public static string Label(string target)
    {
        var text = PlainText.OnOneLine(target);
        return IdentityLabel.Read(text)?.ToString() ?? text;
    }

    internal static string Heading(string chain) => chain.Length == 0 ? "This worker" : $"To {Label(chain)}";

    /// <summary>The possible causes of a denial, a line each: rank, cause, evidence, remedy.</summary>
    public static IReadOnlyList<string> Candidates(ChainStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return [.. step.Candidates.Select((candidate, index) =>
            $"{index + 1}. {PlainText.OnOneLine($"{Cause(candidate)}: {candidate.Evidence} {candidate.Remedy}")}")];
    }

    internal static string Place(ChainStep step)
    {
        var name = PlainText.OnOneLine(step.Step);
        var place = step.Step == ChainStepName.Hop ? $"{name} {Label(step.Target)}" : name;
        return step.FindingId.Length == 0 ? place : $"{place}: {PlainText.OnOneLine(step.FindingId)}";
    }

    internal static string Gist(ChainStep step)
    {
        var target = Label(step.Target);
        switch (step.Status)
        {
            case ChainStepStatus.Passed:
                var evidence = PlainText.OnOneLine(step.Evidence);
                if (evidence.Length == 0 || step.Step == ChainStepName.Hop) return target;
                return evidence.StartsWith("arn:", StringComparison.Ordinal) && IdentityLabel.Find(evidence) is { } caller
                    ? caller.ToString()
                    : IdentityLabel.Shorten(evidence);
            case ChainStepStatus.Skipped:
                var why = PlainText.OnOneLine(step.Cause);
                return step.Step == ChainStepName.Hop ? $"{target}. {why}" : why;
            default:
                return step.FindingId.Length == 0 ? target : $"{PlainText.OnOneLine(step.FindingId)}: {target}";
        }
    }

    [GeneratedRegex("(?<!^)[A-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex Hump();
}
