using System.Text.Json;
using AssumeRole.Findings;

namespace AssumeRole.Policies.Lint;

/// <summary>Trust in everyone.</summary>
internal static class TrustLint
{
    /// <summary>Keys whose values the caller's own account or network settles, and not the caller.</summary>
    private static readonly string[] Restricting =
    [
        "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:userid", "aws:SourceVpc",
        "aws:SourceVpcArn", "aws:SourceVpce", "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths", "aws:SourceArn",
        "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths",
    ];

    public static void Check(LintStatement statement, LintReport report)
    {
        if (statement.Kind != PolicyKind.Trust || !statement.Allows || FindEveryone(statement) is not { } path) return;
        var conditions = LintCondition.ReadAll(statement).Where(Restricts).ToArray();
        if (Array.Exists(conditions, condition => Restricting.Any(condition.IsOn))) return;
        if (Array.Exists(conditions, condition => condition.IsOn(ConditionKeys.ExternalId)))
        {
            Report(
                "The trust policy lets anyone with an AWS account assume the role who knows the external id, which is no secret.",
                "Name the accounts or roles that may ask as the principal, and keep the external id beside it.");
        }
        else if (Array.Exists(conditions, condition => condition.IsOn(ConditionKeys.SourceIp)))
        {
            Report(
                "The trust policy lets anyone with an AWS account assume the role who calls from these addresses.",
                "Name the accounts or roles that may ask as the principal, and keep the addresses beside it.");
        }
        else
        {
            Report(null, null);
        }

        void Report(string? cause, string? remedy) =>
            report.Add(PolicyLintSeverity.Warning, FindingCatalogue.TrustEveryone, path, "", cause, remedy);
    }

    /// <summary>Where everyone is trusted, or everyone but some, or null.</summary>
    private static string? FindEveryone(LintStatement statement)
    {
        foreach (var element in statement.Elements["NotPrincipal"]) return element.Path;
        foreach (var element in statement.Elements["Principal"])
        {
            if (element.Json.ValueKind == JsonValueKind.String && element.Json.GetString() == "*") return element.Path;
            foreach (var type in LintElement.MembersOf(element.Json, element.Path, PolicyWords.OfPrincipal))
            {
                if (type.Name != "AWS") continue;
                foreach (var value in LintValue.Of(type).Where(value => value.Text == "*")) return value.Path;
            }
        }

        return null;
    }

    /// <summary>Whether a condition keeps anybody out: it must want the key, and some values of it only.</summary>
    private static bool Restricts(LintCondition condition) =>
        condition.Operator is { Negated: false, IfExists: false } asked
        && asked.Comparison != ConditionComparison.Null
        && asked.Qualifier != ConditionSetQualifier.ForAllValues
        && condition.Values.Count > 0
        && condition.Values.All(value => IsNarrow(condition, value.Text));

    private static bool IsNarrow(LintCondition condition, string value)
    {
        if (condition.IsOn(ConditionKeys.PrincipalArn) || condition.IsOn("aws:SourceArn"))
            return value.Split(':', 6) is [_, _, _, _, { Length: 12 } account, _] && account.All(char.IsAsciiDigit);
        var isWide = condition.Operator!.Comparison == ConditionComparison.IpAddress
            ? value.EndsWith("/0", StringComparison.Ordinal)
            : value.Trim('*', '?').Length == 0;
        return !isWide;
    }
}
