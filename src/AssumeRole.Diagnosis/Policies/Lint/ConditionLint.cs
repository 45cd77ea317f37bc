using AssumeRole.Findings;

namespace AssumeRole.Policies.Lint;

/// <summary>Conditions that no call can meet.</summary>
internal static class ConditionLint
{
    public static void Check(LintStatement statement, LintReport report)
    {
        foreach (var condition in LintCondition.ReadAll(statement))
        {
            CheckKey(condition, statement.Kind, report);
            foreach (var value in condition.Values) TemplateLint.Check(value, report);
            if (condition.Operator is null) continue;
            var faults = condition.Values.Select(value => (Value: value, Fault: ConditionValueRules.Find(condition, value.Text)))
                .Where(pair => pair.Fault is not null)
                .ToArray();

            // As long as another value can match, the condition can.
            var severity = faults.Length == condition.Values.Count ? PolicyLintSeverity.Error : PolicyLintSeverity.Warning;
            foreach (var (value, fault) in faults) Report(severity, condition, value, fault!, report);
        }
    }

    private static void CheckKey(LintCondition condition, PolicyKind kind, LintReport report)
    {
        if (ConditionKeys.FindMeant(condition.Key) is { } meant)
        {
            report.Add(
                PolicyLintSeverity.Error,
                FindingCatalogue.PolicyUnknownElement,
                condition.Path,
                "",
                $"No call has the condition key '{PlainText.Shorten(condition.Key)}'.",
                $"Write \"{meant}{Tag(condition.Key)}\".");
        }

        if (kind == PolicyKind.Identity && condition.IsOn(ConditionKeys.ExternalId))
        {
            report.Add(
                PolicyLintSeverity.Warning,
                FindingCatalogue.ConditionUnmatchable,
                condition.Path,
                "",
                "An external id guards a role in that role's trust policy. In the caller's own policy it guards nothing: the caller "
                    + "chooses what it sends, and every call without it is denied.",
                "Move the condition to the trust policy.");
        }
    }

    /// <summary>The part of a key that names a tag, with its slash.</summary>
    private static string Tag(string key) => key.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? key[slash..] : "";

    private static void Report(
        PolicyLintSeverity severity, LintCondition condition, LintValue value, ConditionFault fault, LintReport report)
    {
        if (fault.Arn is { } arn)
        {
            ArnLint.Report(arn, value, report, severity);
            return;
        }

        // An external id is between two parties, and a lint's output may be read by others.
        var shown = condition.IsOn(ConditionKeys.ExternalId) ? "" : PlainText.Shorten(value.Text);
        report.Add(severity, FindingCatalogue.ConditionUnmatchable, value.Path, shown, fault.Cause, fault.Remedy);
    }
}
