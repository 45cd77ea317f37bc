namespace AssumeRole.Policies.Lint;

/// <summary>
/// The context keys that calls for roles have (IAM guide, "global condition context keys"; Service Authorization Reference, "AWS
/// Security Token Service"). Keys of other services and of identity providers are left alone.
/// </summary>
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

        // aws:ExternalId for sts:ExternalId, and words with a slip of the finger.
        var bare = name[4..];
        return Array.Find(Known, known => known[4..].Equals(bare, StringComparison.OrdinalIgnoreCase))
            ?? NearestWord.Find(name, Known, most: 2);
    }
}
