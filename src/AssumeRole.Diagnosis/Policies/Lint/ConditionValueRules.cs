using System.Globalization;

namespace AssumeRole.Policies.Lint;

/// <summary>What the values of each operator and key can be.</summary>
internal static class ConditionValueRules
{
    /// <summary>Why a value matches nothing, or null.</summary>
    public static ConditionFault? Find(LintCondition condition, string value)
    {
        var comparison = condition.Operator!.Comparison;
        var mask = TemplateMask.Of(value);

        // What a variable becomes is not known here.
        if (mask.Text != value && comparison != ConditionComparison.ArnLike) return null;
        return comparison switch
        {
            ConditionComparison.StringEquals or ConditionComparison.StringEqualsIgnoreCase =>
                FindInText(condition, value, hasWildcards: false),
            ConditionComparison.StringLike => FindInText(condition, value, hasWildcards: true),
            ConditionComparison.IpAddress => AddressRules.Find(condition, value),
            ConditionComparison.ArnLike => FindInArn(condition, value),
            ConditionComparison.Bool or ConditionComparison.Null => bool.TryParse(value, out _)
                ? null
                : new($"{condition.OperatorName} compares with true and false only.", "Write \"true\" or \"false\"."),
            ConditionComparison.BinaryEquals => null,
            >= ConditionComparison.NumericEquals and <= ConditionComparison.NumericGreaterThanEquals =>
                decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                    ? null
                    : new($"{condition.OperatorName} compares with numbers only.", "Write a number."),
            _ => IsMoment(value)
                ? null
                : new($"{condition.OperatorName} compares with dates only.", "Write a date such as 2026-03-04T00:00:00Z."),
        };
    }

    private static ConditionFault? FindInText(LintCondition condition, string value, bool hasWildcards)
    {
        if (!hasWildcards && value.Contains('*', StringComparison.Ordinal))
        {
            var like = condition.OperatorName
                .Replace("IgnoreCase", "", StringComparison.Ordinal)
                .Replace("Equals", "Like", StringComparison.Ordinal);
            return new(
                $"{condition.OperatorName} compares character by character, and this value has a star in it.",
                $"Write {like}, which knows wildcards.");
        }

        if (condition.IsOn(ConditionKeys.SourceIp)) return AddressRules.FindInText(condition, value);
        if (condition.IsOn(ConditionKeys.PrincipalArn)) return FindInArn(condition, value);
        if (condition.IsOn(ConditionKeys.ExternalId))
            return FindInName(value, "external id", 2, 1224, "_+=,.@:/-", hasWildcards);
        if (condition.IsOn("sts:RoleSessionName")) return FindInName(value, "role session name", 2, 64, "_+=,.@-", hasWildcards);
        return condition.IsOn("sts:SourceIdentity") ? FindInName(value, "source identity", 2, 64, "_+=,.@-", hasWildcards) : null;
    }

    /// <summary>STS API reference, AssumeRole: what is not of these characters and lengths cannot be sent.</summary>
    private static ConditionFault? FindInName(string value, string what, int shortest, int longest, string marks, bool hasWildcards)
    {
        var wildcards = hasWildcards ? value.Count(letter => letter is '*' or '?') : 0;
        bool IsSent(char letter) => char.IsAsciiLetterOrDigit(letter) || marks.Contains(letter, StringComparison.Ordinal);
        foreach (var wrong in value.Where(letter => !IsSent(letter) && !(hasWildcards && letter is '*' or '?')).Take(1))
        {
            return new(
                $"No {what} has the character '{wrong}', so that none like this can be sent.",
                $"Agree on one of letters, digits and {string.Join(' ', marks.ToCharArray())}.");
        }

        if (value.Length - wildcards > longest || (wildcards == 0 && value.Length < shortest))
        {
            return new(
                $"This has {value.Length} characters, and {Article(what)} {what} has {shortest} to {longest}.",
                $"Agree on one of {shortest} to {longest} characters.");
        }

        return null;
    }

    private static string Article(string what) => what[0] == 'e' ? "an" : "a";

    private static ConditionFault? FindInArn(LintCondition condition, string value)
    {
        var isArn = value.StartsWith("arn:", StringComparison.OrdinalIgnoreCase);
        if (!isArn) return null;
        if (ArnPatternDiagnosis.Explain(value) is { } fault) return new(fault.Fault, fault.Remedy ?? "") { Arn = fault };
        if (!condition.IsOn(ConditionKeys.PrincipalArn) || !value.Contains(":assumed-role/", StringComparison.Ordinal)) return null;
        if (value.Split(':', 6) is not { Length: 6 } parts) return null;
        var name = parts[5].Split('/').ElementAtOrDefault(1);
        return new(
            "aws:PrincipalArn holds the role's ARN, never that of its session.",
            PlainText.Shorten($"Write arn:{parts[1]}:iam::{parts[4]}:role/{name}") + " (with its path, if it has one).");
    }

    private static bool IsMoment(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
        || DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
}
