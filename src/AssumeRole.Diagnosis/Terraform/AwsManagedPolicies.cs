namespace AssumeRole.Terraform;

/// <summary>AWS's policies that workers often have; no Terraform file has their text (AWS managed policy reference guide).</summary>
internal static class AwsManagedPolicies
{
    /// <summary>Policies that neither allow nor deny sts:AssumeRole.</summary>
    private static readonly string[] Silent =
    [
        "AmazonSSMManagedInstanceCore", "CloudWatchAgentServerPolicy", "AmazonEC2ContainerRegistryReadOnly",
        "AmazonEC2ContainerRegistryPullOnly", "AmazonEC2ContainerRegistryPowerUser", "AmazonEKSWorkerNodePolicy",
        "AmazonEKS_CNI_Policy", "AmazonS3ReadOnlyAccess", "AmazonS3FullAccess", "AmazonSSMReadOnlyAccess",
        "AWSXRayDaemonWriteAccess", "AmazonEC2ReadOnlyAccess",
    ];

    public static bool Contains(string arn) =>
        arn.Split(':') is ["arn", _, "iam", "", "aws", var name] && name.StartsWith("policy/", StringComparison.Ordinal);

    public static string? Text(string arn) => Name(arn) switch
    {
        "AdministratorAccess" => """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""",
        "PowerUserAccess" =>
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"}]}""",
        _ => null,
    };

    public static bool IsSilent(string arn) => Silent.Contains(Name(arn));

    /// <summary>Whether it can only allow. AWS says in the name if a managed policy denies.</summary>
    public static bool IsGrant(string arn) =>
        !Name(arn).Contains("Deny", StringComparison.OrdinalIgnoreCase)
        && !Name(arn).Contains("Quarantine", StringComparison.OrdinalIgnoreCase);

    private static string Name(string arn) => arn[(arn.LastIndexOf('/') + 1)..];
}
