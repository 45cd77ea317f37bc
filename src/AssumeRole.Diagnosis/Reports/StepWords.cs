using System.Globalization;
using System.Text.RegularExpressions;
using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>What is said of a step in the same words wherever it is shown.</summary>
public static partial class StepWords
{
    /// <summary>The mark of a status, one column wide.</summary>
    public static string Mark(ChainStepStatus status, bool ascii = false) => status switch
    {
        ChainStepStatus.Passed => ascii ? "v" : "✔",
        ChainStepStatus.Warning => "!",
        ChainStepStatus.Failed => ascii ? "x" : "✖",
        ChainStepStatus.Skipped => ascii ? "-" : "–",
        _ => "?",
    };

    /// <summary>A status in a word.</summary>
    public static string Status(ChainStepStatus status) => status switch
    {
        ChainStepStatus.Passed => "passed",
        ChainStepStatus.Warning => "warning",
        ChainStepStatus.Failed => "failed",
        ChainStepStatus.Skipped => "not tried",
        _ => "undecided",
    };

    /// <summary>How long a step took, in seven columns or less; empty for one that was not tried.</summary>
    public static string Time(ChainStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.Status == ChainStepStatus.Skipped) return string.Empty;
        return step.Duration.TotalSeconds < 9.9995
            ? string.Create(CultureInfo.InvariantCulture, $"{step.Duration.TotalMilliseconds:0} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{step.Duration.TotalSeconds:0.0} s");
    }

    /// <summary>A cause of a denial in words: IdentityPolicy becomes Identity policy; a certain one is said to be certain.</summary>
    public static string Cause(DenialCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        var words = Hump().Replace(candidate.Cause.ToString(), match => " " + match.Value.ToLowerInvariant());
        return candidate.IsCertain ? $"{words} (certain)" : words;
    }

    /// <summary>What a step was about, short: a role by its name and account, anything else as it is.</summary>
    public static string Target(ChainStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Label(step.Target);
    }

    /// <summary>A role by its name and account, anything else as it is, on one line.</summary>
    public static string Label(string target)
    {
        var text = PlainText.OnOneLine(target);
        return IdentityLabel.Read(text)?.ToString() ?? text;
    }

    /// <summary>What a denial may come from, a line each: rank, cause, what speaks for it, what to change.</summary>
    public static IReadOnlyList<string> Candidates(ChainStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return [.. step.Candidates.Select((candidate, index) => $"{index + 1}. {PlainText.OnOneLine($"{Cause(candidate)}: {candidate.Evidence} {candidate.Remedy}")}")];
    }

    /// <summary>Where a chain is broken, in a phrase.</summary>
    public static string Place(ChainStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var name = PlainText.OnOneLine(step.Step);
        var place = step.Step == ChainStepName.Hop ? $"{name} {Target(step)}" : name;
        return step.FindingId.Length == 0 ? place : $"{place}: {PlainText.OnOneLine(step.FindingId)}";
    }

    /// <summary>What a step comes to, on one line.</summary>
    public static string Gist(ChainStep step)
    {
        var target = Target(step);
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
