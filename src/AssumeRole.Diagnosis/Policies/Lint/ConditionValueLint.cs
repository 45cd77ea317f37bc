using System.Globalization;

namespace AssumeRole.Policies.Lint;

internal static class ConditionValueLint
{
    public static ConditionFault? Find(LintCondition condition, string value)
    {
        var comparison = condition.Operator!.Comparison;
        var mask = new TemplateMask(value);

        // What a variable becomes is not known here.
        if (mask.Text != value && comparison != ConditionComparison.ArnLike) return null;
        return comparison switch
        {
            ConditionComparison.StringEquals or ConditionComparison.StringEqualsIgnoreCase =>
                FindInText(condition, value, hasWildcards: false),
            ConditionComparison.StringLike => FindInText(condition, value, hasWildcards: true),
            ConditionComparison.IpAddress => AddressLint.Find(condition, value),
            ConditionComparison.ArnLike => FindInArn(condition, value),
            ConditionComparison.Bool or ConditionComparison.Null => bool.TryParse(value, out _)
                ? null
                : new($"{condition.OperatorName} compares with true and false only.", "Write \"true\" or \"false\"."),
            ConditionComparison.BinaryEquals => null,
            >= ConditionComparison.NumericEquals and <= ConditionComparison.NumericGreaterThanEquals =>
                decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                    ? null
                    : new($"{condition.OperatorName} compares with numbers only.", "Write a number."),
            _ => PolicyDate.Parse(value) is not null
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

        if (condition.IsOn(ConditionKeys.SourceIp)) return AddressLint.FindInText(condition, value);
        if (condition.IsOn(ConditionKeys.PrincipalArn)) return FindInArn(condition, value);
        if (condition.IsOn(ConditionKeys.ExternalId))
            return FindInName(value, "external id", 2, 1224, "_+=,.@:/-", hasWildcards);
        if (condition.IsOn("sts:RoleSessionName")) return FindInName(value, "role session name", 2, 64, "_+=,.@-", hasWildcards);
        return condition.IsOn("sts:SourceIdentity") ? FindInName(value, "source identity", 2, 64, "_+=,.@-", hasWildcards) : null;
    }

    /// <summary>STS API reference, AssumeRole: other characters and lengths cannot be sent.</summary>
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
                $"This has {value.Length} characters, and {(what[0] == 'e' ? "an" : "a")} {what} has {shortest} to {longest}.",
                $"Agree on one of {shortest} to {longest} characters.");
        }

        return null;
    }

    private static ConditionFault? FindInArn(LintCondition condition, string value)
    {
        var isArn = value.StartsWith("arn:", StringComparison.OrdinalIgnoreCase);
        if (!isArn) return null;
        if (ArnPatternDiagnosis.Explain(value) is { } fault) return new(fault.Fault, fault.Remedy ?? "", fault);
        if (!condition.IsOn(ConditionKeys.PrincipalArn) || !value.Contains(":assumed-role/", StringComparison.Ordinal)) return null;
        if (value.Split(':', 6) is not { Length: 6 } parts) return null;
        var name = parts[5].Split('/').ElementAtOrDefault(1);
        return new(
            "aws:PrincipalArn holds the role's ARN, never that of its session.",
            PlainText.Shorten($"Write arn:{parts[1]}:iam::{parts[4]}:role/{name}") + " (with its path, if it has one).");
    }
}

internal static class AddressLint
{
    /// <summary>Ranges that no call from the internet comes from (RFC 1918, 6598, 1122, 3927, 4193, 4291).</summary>
    private static readonly string[] Private =
    [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "fc00::/7", "fe80::/10", "::1/128",
    ];

    public static ConditionFault? Find(LintCondition condition, string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? value : value[..slash];

        // A range contains its own address exactly if it can be read.
        if (!IpAddressRange.Contains(value, address))
        {
            return new(
                $"{condition.OperatorName} compares with addresses and CIDR ranges only.",
                "Write an address such as 203.0.113.7, or a range such as 203.0.113.0/24.");
        }

        return condition.IsOn(ConditionKeys.SourceIp) && IsPrivate(value, address, slash) ? PrivateAddress : null;
    }

    public static ConditionFault? FindInText(LintCondition condition, string value)
    {
        if (!value.Contains('/', StringComparison.Ordinal)) return IsPrivate(value, value, -1) ? PrivateAddress : null;
        var meant = condition.Operator!.Negated ? "NotIpAddress" : "IpAddress";
        return new($"{condition.OperatorName} compares texts, and no address has a slash.", $"Write {meant}, which knows ranges.");
    }

    private static ConditionFault PrivateAddress => new(
        "STS sees public addresses only, and this one is private.",
        "Write the address of the NAT gateway or proxy. Through a VPC endpoint of STS the key is aws:VpcSourceIp, and there is no "
            + "aws:SourceIp.");

    /// <summary>0.0.0.0/0 contains private and other addresses: a range is private if it lies within a private one.</summary>
    private static bool IsPrivate(string value, string address, int slash) => Array.Exists(Private, range =>
    {
        if (!IpAddressRange.Contains(range, address)) return false;
        var widest = int.Parse(range.AsSpan(range.IndexOf('/', StringComparison.Ordinal) + 1), null);
        return slash < 0 || (int.TryParse(value.AsSpan(slash + 1), out var prefix) && prefix >= widest);
    });
}

internal sealed record ConditionFault(string Cause, string Remedy, ArnFault? Arn = null);
