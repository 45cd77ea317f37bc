using System.Collections.Frozen;

namespace AssumeRole.Terraform;

/// <summary>
/// AWS's managed policies, whose text is in no Terraform file (AWS managed policy reference guide). Only the few that roles
/// of workers often have matter here.
/// </summary>
internal static class AwsManagedPolicies
{
    private static readonly FrozenDictionary<string, string> Texts = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AdministratorAccess"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""",
        ["PowerUserAccess"] =
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"}]}""",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Policies that neither allow nor deny sts:AssumeRole.</summary>
    private static readonly FrozenSet<string> Silent = FrozenSet.ToFrozenSet(
        [
            "AmazonSSMManagedInstanceCore", "CloudWatchAgentServerPolicy", "AmazonEC2ContainerRegistryReadOnly",
            "AmazonEC2ContainerRegistryPullOnly", "AmazonEC2ContainerRegistryPowerUser", "AmazonEKSWorkerNodePolicy",
            "AmazonEKS_CNI_Policy", "AmazonS3ReadOnlyAccess", "AmazonS3FullAccess", "AmazonSSMReadOnlyAccess",
            "AWSXRayDaemonWriteAccess", "AmazonEC2ReadOnlyAccess",
        ],
        StringComparer.Ordinal);

    public static bool Contains(string arn) =>
        arn.Split(':') is ["arn", _, "iam", "", "aws", var name] && name.StartsWith("policy/", StringComparison.Ordinal);

    public static string? Text(string arn) => Texts.GetValueOrDefault(Name(arn));

    public static bool IsSilent(string arn) => Silent.Contains(Name(arn));

    /// <summary>Whether it can only allow. AWS says in the name if a managed policy denies.</summary>
    public static bool IsGrant(string arn) =>
        !Name(arn).Contains("Deny", StringComparison.OrdinalIgnoreCase)
        && !Name(arn).Contains("Quarantine", StringComparison.OrdinalIgnoreCase);

    private static string Name(string arn) => arn[(arn.LastIndexOf('/') + 1)..];
}
