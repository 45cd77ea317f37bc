using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Policies.Lint;

/// <summary>Trust policies that let everyone in.</summary>
internal static class TrustLint
{
    /// <summary>Keys that the caller's account or network determines, and not the caller.</summary>
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
        (string? Cause, string? Remedy) advice = (null, null);
        if (Array.Exists(conditions, condition => condition.IsOn(ConditionKeys.ExternalId)))
        {
            advice = (
                "The trust policy lets anyone with an AWS account assume the role who knows the external id, which is no secret.",
                "Name the accounts or roles that may ask as the principal, and keep the external id beside it.");
        }
        else if (Array.Exists(conditions, condition => condition.IsOn(ConditionKeys.SourceIp)))
        {
            advice = (
                "The trust policy lets anyone with an AWS account assume the role who calls from these addresses.",
                "Name the accounts or roles that may ask as the principal, and keep the addresses beside it.");
        }

        report.Add(PolicyLintSeverity.Warning, FindingCatalogue.TrustEveryone, path, "", advice.Cause, advice.Remedy);
    }

    /// <summary>The path of the element that trusts everyone, or everyone but some; null if there is none.</summary>
    private static string? FindEveryone(LintStatement statement)
    {
        var principals = statement.Elements["Principal"].ToArray();
        var types = principals.SelectMany(element => LintElement.MembersOf(element.Json, element.Path, PolicyWords.PrincipalTypes));
        return statement.Elements["NotPrincipal"].Select(element => element.Path)
            .Concat(principals.Where(element => element.Json.AsText() == "*").Select(element => element.Path))
            .Concat(types.Where(type => type.Name == "AWS").SelectMany(LintValue.ReadAll)
                .Where(value => value.Text == "*").Select(value => value.Path))
            .FirstOrDefault();
    }

    /// <summary>Whether a condition excludes any caller: the key must be present, with some values only.</summary>
    private static bool Restricts(LintCondition condition) =>
        condition.Operator is { Negated: false, IfExists: false } asked
        && asked.Comparison != ConditionComparison.Null
        && asked.Qualifier != ConditionSetQualifier.ForAllValues
        && condition.Values.Count > 0
        && condition.Values.All(value => IsNarrow(condition, value.Text));

    private static bool IsNarrow(LintCondition condition, string value)
    {
        if (condition.IsOn(ConditionKeys.PrincipalArn) || condition.IsOn("aws:SourceArn"))
            return value.Split(':', 6) is [_, _, _, _, var account, _] && RoleArn.IsAccount(account);
        var isWide = condition.Operator!.Comparison == ConditionComparison.IpAddress
            ? value.EndsWith("/0", StringComparison.Ordinal)
            : value.Trim('*', '?').Length == 0;
        return !isWide;
    }
}
