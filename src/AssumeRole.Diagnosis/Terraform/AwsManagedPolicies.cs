using System.Collections.Frozen;

namespace AssumeRole.Terraform;

/// <summary>
/// What is known of AWS's own policies, whose text no Terraform file has (AWS managed policy reference guide): for the question
/// whether a role may assume another, only a few of the roles that workers commonly have matter.
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

    /// <summary>Whether an ARN is that of a policy of AWS.</summary>
    public static bool Contains(string arn) => arn.Split(':') is ["arn", _, "iam", "", "aws", var name] && name.StartsWith("policy/", StringComparison.Ordinal);

    /// <summary>The policy's text, if it is known.</summary>
    public static string? Text(string arn) => Texts.GetValueOrDefault(Name(arn));

    /// <summary>Whether it is known to say nothing of assuming roles.</summary>
    public static bool IsSilent(string arn) => Silent.Contains(Name(arn));

    /// <summary>Whether it can only allow. AWS names the few that deny so that it is seen.</summary>
    public static bool IsGrant(string arn) =>
        !Name(arn).Contains("Deny", StringComparison.OrdinalIgnoreCase)
        && !Name(arn).Contains("Quarantine", StringComparison.OrdinalIgnoreCase);

    private static string Name(string arn) => arn[(arn.LastIndexOf('/') + 1)..];
}
