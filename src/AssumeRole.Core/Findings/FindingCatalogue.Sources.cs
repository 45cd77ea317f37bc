namespace AssumeRole.Findings;

/// <content>Faults on the way to the worker's own identity.</content>
public static partial class FindingCatalogue
{
    /// <summary>No source had credentials.</summary>
    public static FindingKind BaseCredentialsMissing => new(
        nameof(BaseCredentialsMissing),
        FaultCategory.AuthenticationError,
        "No AWS credentials were found to start from.",
        "On a worker, give the instance a role. Elsewhere set keys or a profile, or rehearse with Start-RoleSandbox.");

    /// <summary>The metadata service may not be used, or refuses.</summary>
    public static FindingKind MetadataDisabled => new(
        nameof(MetadataDisabled),
        FaultCategory.ResourceUnavailable,
        "The instance metadata service is switched off.",
        "Enable it: aws ec2 modify-instance-metadata-options --instance-id <id> --http-endpoint enabled.");

    /// <summary>The metadata service does not answer as it should.</summary>
    public static FindingKind MetadataUnavailable => new(
        nameof(MetadataUnavailable),
        FaultCategory.ConnectionError,
        "The instance metadata service cannot be used.",
        "Check that this is an EC2 instance and that no firewall rule stops 169.254.169.254.");

    /// <summary>The instance has no role.</summary>
    public static FindingKind InstanceProfileMissing => new(
        nameof(InstanceProfileMissing),
        FaultCategory.ObjectNotFound,
        "The instance has no instance profile, or its profile holds no role.",
        "Attach one: aws ec2 associate-iam-instance-profile --instance-id <id> --iam-instance-profile Name=<profile>.");

    /// <summary>The instance has a role and cannot get its credentials.</summary>
    public static FindingKind InstanceRoleError => new(
        nameof(InstanceRoleError),
        FaultCategory.AuthenticationError,
        "The instance's role gives no credentials.",
        "Check that the role exists and that its trust policy lets ec2.amazonaws.com assume it, then wait a few minutes.");

    /// <summary>A profile that was named does not exist.</summary>
    public static FindingKind ProfileMissing => new(
        nameof(ProfileMissing),
        FaultCategory.ObjectNotFound,
        "There is no such profile in the AWS config and credentials files.",
        "List profiles with aws configure list-profiles; AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE say where they are read.");

    /// <summary>A profile cannot give credentials.</summary>
    public static FindingKind ProfileInvalid => new(
        nameof(ProfileInvalid),
        FaultCategory.InvalidData,
        "The profile cannot give credentials.",
        "Correct the profile in the AWS config or credentials file.");

    /// <summary>A profile's IAM Identity Center session is not signed in.</summary>
    public static FindingKind SsoSignInRequired => new(
        nameof(SsoSignInRequired),
        FaultCategory.AuthenticationError,
        "The profile's IAM Identity Center session gives no credentials.",
        "Sign in with aws sso login, then run this again.");

    /// <summary>A credential_process failed.</summary>
    public static FindingKind CredentialProcessFailed => new(
        nameof(CredentialProcessFailed),
        FaultCategory.AuthenticationError,
        "The profile's credential_process gave no credentials.",
        "Run the command by hand: it must print a JSON document with Version 1 and exit with 0.");

    /// <summary>A container endpoint gave no credentials.</summary>
    public static FindingKind ContainerCredentialsUnavailable => new(
        nameof(ContainerCredentialsUnavailable),
        FaultCategory.ResourceUnavailable,
        "The container credential endpoint gave no credentials.",
        "Check AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI and the task's role.");
}
