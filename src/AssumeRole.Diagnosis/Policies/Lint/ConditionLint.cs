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
            var faults = condition.Values
                .Select(value => (Value: value, Fault: ConditionValueLint.Find(condition, value.Text)))
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
                PolicyLintSeverity.Error, FindingCatalogue.PolicyUnknownElement, condition.Path, "",
                $"No call has the condition key '{PlainText.Shorten(condition.Key)}'.",
                $"Write \"{meant}{Tag(condition.Key)}\".");
        }

        if (kind == PolicyKind.Identity && condition.IsOn(ConditionKeys.ExternalId))
        {
            report.Add(
                PolicyLintSeverity.Warning, FindingCatalogue.ConditionUnmatchable, condition.Path, "",
                "An external id guards a role in that role's trust policy. In the caller's own policy it guards nothing: the caller "
                    + "chooses what it sends, and every call without it is denied.",
                "Move the condition to the trust policy.");
        }
    }

    private static string Tag(string key) => key.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? key[slash..] : "";

    private static void Report(
        PolicyLintSeverity severity, LintCondition condition, LintValue value, ConditionFault fault, LintReport report)
    {
        if (fault.Arn is { } arn)
        {
            report.Add(arn, value, severity);
            return;
        }

        // An external id is confidential between two parties, and others may read the lint's output.
        var shown = condition.IsOn(ConditionKeys.ExternalId) ? "" : PlainText.Shorten(value.Text);
        report.Add(severity, FindingCatalogue.ConditionUnmatchable, value.Path, shown, fault.Cause, fault.Remedy);
    }
}

/// <summary>The context keys that calls for roles have (IAM guide, "global condition context keys"; Service Authorization Reference, "AWS
/// Security Token Service"). Keys of other services and of identity providers are left alone.</summary>
internal static class ConditionKeys
{
    public const string ExternalId = "sts:ExternalId";
    public const string SourceIp = "aws:SourceIp";
    public const string PrincipalArn = "aws:PrincipalArn";

    private static readonly string[] Known =
    [
        ExternalId, "sts:RoleSessionName", "sts:SourceIdentity", "sts:TransitiveTagKeys", "sts:AWSServiceName",
        "sts:DurationSeconds", "sts:RequestContext", "sts:RequestContextProviders", "sts:TaskPolicyArn", "sts:IdentityTokenAudience",
        "sts:SigningAlgorithm",
        "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast", "aws:ChatbotSourceArn", "aws:CurrentTime", "aws:AssumedRoot",
        "aws:Ec2InstanceSourceVpc", "aws:Ec2InstanceSourcePrivateIPv4", "aws:EpochTime", "aws:FederatedProvider",
        "aws:MultiFactorAuthAge", "aws:MultiFactorAuthPresent", "aws:PrincipalAccount", PrincipalArn, "aws:PrincipalIsAWSService",
        "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList",
        "aws:PrincipalTag", "aws:PrincipalType", "aws:Referer", "aws:RequestedRegion", "aws:RequestTag", "aws:ResourceAccount",
        "aws:ResourceOrgID", "aws:ResourceOrgPaths", "aws:ResourceTag", "aws:SecureTransport", "aws:SourceAccount", "aws:SourceArn",
        "aws:SourceIdentity", SourceIp, "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceVpc", "aws:SourceVpcArn",
        "aws:SourceVpce", "aws:TagKeys", "aws:TokenIssueTime", "aws:UserAgent", "aws:userid", "aws:username", "aws:ViaAWSService",
        "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths", "aws:VpcSourceIp", "aws:IsMcpServiceAction",
        "aws:SignInSessionArn", "aws:ViaAWSMCPService", "aws:CalledViaAWSMCP",
    ];

    /// <summary>The key that was probably meant, or null if the key may be right.</summary>
    public static string? FindMeant(string key)
    {
        var name = key.Split('/')[0];
        if (Array.Exists(Known, known => known.Equals(name, StringComparison.OrdinalIgnoreCase))) return null;
        if (!name.Contains(':', StringComparison.Ordinal))
            return Array.Find(Known, known => known.EndsWith($":{name}", StringComparison.OrdinalIgnoreCase));
        var isOurs = name.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("sts:", StringComparison.OrdinalIgnoreCase);
        if (!isOurs) return null;

        // aws:ExternalId for sts:ExternalId, and misspelt keys.
        var bare = name[4..];
        return Array.Find(Known, known => known[4..].Equals(bare, StringComparison.OrdinalIgnoreCase))
            ?? NearestWord.Find(name, Known, most: 2);
    }
}
