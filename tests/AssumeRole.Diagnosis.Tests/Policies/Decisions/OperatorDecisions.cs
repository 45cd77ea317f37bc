using static AssumeRole.Diagnosis.Tests.Policies.Decisions.Decision;

namespace AssumeRole.Diagnosis.Tests.Policies.Decisions;

/// <summary>
/// "IAM JSON policy elements: Condition operators". Every operator five times: the value fits; it does not; the key is missing;
/// it is missing and the operator ends in IfExists; it does not fit, in spite of IfExists.
/// </summary>
internal static class OperatorDecisions
{
    // Operator, value in the policy, value that fits, value that does not, whether a missing key holds.
    private static readonly (string Name, string Wanted, string Fits, string Other, bool Missing)[] Operators =
    [
        ("StringEquals", "blue", "blue", "Blue", false),
        ("StringNotEquals", "blue", "Blue", "blue", true),
        ("StringEqualsIgnoreCase", "blue", "BLUE", "green", false),
        ("StringNotEqualsIgnoreCase", "blue", "green", "BLUE", true),
        ("StringLike", "b*?", "blue", "b", false),
        ("StringNotLike", "b*?", "b", "blue", true),
        ("NumericEquals", "10", "10.0", "11", false),
        ("NumericNotEquals", "10", "11", "10.0", true),
        ("NumericLessThan", "10", "9", "10", false),
        ("NumericLessThanEquals", "10", "10", "11", false),
        ("NumericGreaterThan", "10", "11", "10", false),
        ("NumericGreaterThanEquals", "10", "10", "9", false),
        ("DateEquals", "2026-01-01T00:00:00Z", "1767225600", "2026-01-01T00:00:01Z", false),
        ("DateNotEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "1767225600", true),
        ("DateLessThan", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z", false),
        ("DateLessThanEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", false),
        ("DateGreaterThan", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "2026-01-01T00:00:00Z", false),
        ("DateGreaterThanEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", false),
        ("Bool", "true", "true", "false", false),
        ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", "QmluYXJ6", false),
        ("IpAddress", "203.0.113.0/24", "203.0.113.255", "203.0.114.0", false),
        ("NotIpAddress", "203.0.113.0/24", "203.0.114.0", "203.0.113.255", true),
        ("ArnEquals", "arn:aws:iam::*:role/a?c", "arn:aws:iam::1:role/abc", "arn:aws:iam::1:role/abbc", false),
        ("ArnNotEquals", "arn:aws:iam::*:role/a?c", "arn:aws:iam::1:role/abbc", "arn:aws:iam::1:role/abc", true),
        ("ArnLike", "arn:aws:iam::*:role/a*", "arn:aws:iam::1:role/abc", "arn:aws:iam::1:user/abc", false),
        ("ArnNotLike", "arn:aws:iam::*:role/a*", "arn:aws:iam::1:user/abc", "arn:aws:iam::1:role/abc", true),
    ];

    public static IEnumerable<Decision> Rows => Operators.SelectMany(row => new[]
    {
        When(true, $"{row.Name} holds for {row.Fits}", Condition(row.Name, row.Wanted), $"k={row.Fits}"),
        When(false, $"{row.Name} fails for {row.Other}", Condition(row.Name, row.Wanted), $"k={row.Other}"),
        When(
            row.Missing,
            row.Missing ? $"{row.Name} is negated, so a missing key holds" : $"{row.Name} fails for a missing key",
            Condition(row.Name, row.Wanted)),
        When(true, $"{row.Name}IfExists holds for a missing key", Condition($"{row.Name}IfExists", row.Wanted)),
        When(
            false,
            $"{row.Name}IfExists looks at a key that is there",
            Condition($"{row.Name}IfExists", row.Wanted),
            $"k={row.Other}"),
    });

    private static string Condition(string name, string wanted) => $"'{name}':{{'k':'{wanted}'}}";
}
