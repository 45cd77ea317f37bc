namespace AssumeRole.Findings;

/// <content>Faults on the way to the worker's own identity.</content>
public static partial class FindingCatalogue
{
    /// <summary>No source had credentials.</summary>
    public static FindingKind BaseCredentialsMissing => new(
        nameof(BaseCredentialsMissing),
        FaultCategory.AuthenticationError,
        "No AWS credentials were found to start from.",
        "On a worker, give the instance a role. Elsewhere set keys or a profile, or rehearse with Start-RoleSandbox.")
    {
        Symptom = "The aws CLI says \"Unable to locate credentials. You can configure credentials by running aws "
            + "configure.\", boto3 NoCredentialsError, AWS.Tools \"No credentials specified or obtained from persisted/shell "
            + "defaults.\", the .NET SDK \"Failed to resolve AWS credentials.\", Terraform \"No valid credential sources "
            + "found\", the JavaScript SDK \"Could not load credentials from any providers\".",
    };

    /// <summary>The metadata service may not be used, or refuses.</summary>
    public static FindingKind MetadataDisabled => new(
        nameof(MetadataDisabled),
        FaultCategory.ResourceUnavailable,
        "The instance metadata service is switched off.",
        "Enable it: aws ec2 modify-instance-metadata-options --instance-id <id> --http-endpoint enabled.")
    {
        Symptom = "On an EC2 instance with a role, curl http://169.254.169.254/ answers 403, and every tool says that it "
            + "has no credentials; AWS_EC2_METADATA_DISABLED=true in the task has the same effect.",
    };

    /// <summary>The metadata service does not answer as it should.</summary>
    public static FindingKind MetadataUnavailable => new(
        nameof(MetadataUnavailable),
        FaultCategory.ConnectionError,
        "The instance metadata service cannot be used.",
        "Check that this is an EC2 instance and that no firewall rule stops 169.254.169.254.")
    {
        Symptom = "A tool hangs for some seconds (boto3 about 2, the .NET SDK 15) and says \"Unable to locate "
            + "credentials\", \"Unable to get IAM security credentials from EC2 Instance Metadata Service.\" or \"no EC2 IMDS "
            + "role found\".",
    };

    /// <summary>The instance has no role.</summary>
    public static FindingKind InstanceProfileMissing => new(
        nameof(InstanceProfileMissing),
        FaultCategory.ObjectNotFound,
        "The instance has no instance profile, or its profile holds no role.",
        "Attach one: aws ec2 associate-iam-instance-profile --instance-id <id> --iam-instance-profile Name=<profile>.")
    {
        Symptom = "iam/security-credentials/ answers 404 to a good token, iam/info says InstanceProfileNotFound, and "
            + "Terraform says \"no EC2 IMDS role found ... StatusCode: 404\".",
    };

    /// <summary>The instance has a role and cannot get its credentials.</summary>
    public static FindingKind InstanceRoleError => new(
        nameof(InstanceRoleError),
        FaultCategory.AuthenticationError,
        "The instance's role gives no credentials.",
        "Check that the role exists and that its trust policy lets ec2.amazonaws.com assume it, then wait a few minutes.")
    {
        Symptom = "The credentials' document says \"Code\": \"AssumeRoleUnauthorizedAccess\" (\"EC2 cannot assume the role "
            + "...\") while the aws CLI and boto3 say \"Unable to locate credentials\". It happens after the role or its "
            + "trust policy was changed.",
    };

    /// <summary>A container endpoint gave no credentials.</summary>
    public static FindingKind ContainerCredentialsUnavailable => new(
        nameof(ContainerCredentialsUnavailable),
        FaultCategory.ResourceUnavailable,
        "The container credential endpoint gave no credentials.",
        "Check AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI and the task's role; unset them where they were "
            + "inherited by mistake.")
    {
        Symptom = "boto3 says \"Error when retrieving credentials from container-role: Error retrieving metadata: Received "
            + "non 200 response\", or waits for 169.254.170.2 in a container that ECS did not start.",
    };
}
