namespace AssumeRole.Findings;

/// <content>Faults on the way to the worker's own identity, with the AWS config and credentials files among its places.</content>
public static partial class FindingCatalogue
{
    internal static FindingKind BaseCredentialsMissing => new(FaultCategory.AuthenticationError, ExitCode.NoBaseCredentials,
        Cause: "No AWS credentials were found to start from.",
        Remedy: "On a worker, give the instance a role. Elsewhere set keys or a profile, or rehearse with Start-RoleSandbox.",
        Symptom: "The aws CLI says \"Unable to locate credentials. You can configure credentials by running aws configure.\", boto3 "
            + "NoCredentialsError, AWS.Tools \"No credentials specified or obtained from persisted/shell defaults.\", the .NET SDK "
            + "\"Failed to resolve AWS credentials.\", Terraform \"No valid credential sources found\", the JavaScript SDK \"Could not "
            + "load credentials from any providers\".");

    internal static FindingKind MetadataDisabled => new(FaultCategory.ResourceUnavailable, ExitCode.MetadataUnreachable,
        Cause: "The instance metadata service is switched off.",
        Remedy: "Enable it: aws ec2 modify-instance-metadata-options --instance-id <id> --http-endpoint enabled.",
        Symptom: "On an EC2 instance with a role, curl http://169.254.169.254/ answers 403, and every tool says that it has no "
            + "credentials; AWS_EC2_METADATA_DISABLED=true in the task has the same effect.");

    internal static FindingKind MetadataUnavailable => new(FaultCategory.ConnectionError, ExitCode.MetadataUnreachable,
        Cause: "The instance metadata service cannot be used.",
        Remedy: "Check that this is an EC2 instance and that no firewall rule stops 169.254.169.254.",
        Symptom: "A tool hangs for some seconds (boto3 about 2, the .NET SDK 15) and says \"Unable to locate credentials\", \"Unable to "
            + "get IAM security credentials from EC2 Instance Metadata Service.\" or \"no EC2 IMDS role found\".");

    internal static FindingKind InstanceProfileMissing => new(FaultCategory.ObjectNotFound, ExitCode.NoBaseCredentials,
        Cause: "The instance has no instance profile, or its profile holds no role.",
        Remedy: "Attach one: aws ec2 associate-iam-instance-profile --instance-id <id> --iam-instance-profile Name=<profile>.",
        Symptom: "iam/security-credentials/ answers 404 to a good token, iam/info says InstanceProfileNotFound, and Terraform says \"no "
            + "EC2 IMDS role found ... StatusCode: 404\".");

    internal static FindingKind InstanceRoleError => new(FaultCategory.AuthenticationError, ExitCode.NoBaseCredentials,
        Cause: "The instance's role gives no credentials.",
        Remedy: "Check that the role exists and that its trust policy lets ec2.amazonaws.com assume it, then wait a few minutes.",
        Symptom: "The credentials' document says \"Code\": \"AssumeRoleUnauthorizedAccess\" (\"EC2 cannot assume the role ...\") while "
            + "the aws CLI and boto3 say \"Unable to locate credentials\". It happens after the role or its trust policy was changed.");

    internal static FindingKind ContainerCredentialsUnavailable => new(FaultCategory.ResourceUnavailable, ExitCode.NoBaseCredentials,
        Cause: "The container credential endpoint gave no credentials.",
        Remedy: "Check AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI and the task's role; unset them where they were inherited by "
            + "mistake.",
        Symptom: "boto3 says \"Error when retrieving credentials from container-role: Error retrieving metadata: Received non 200 "
            + "response\", or waits for 169.254.170.2 in a container that ECS did not start.");

    internal static FindingKind ProfileMissing => new(FaultCategory.ObjectNotFound, ExitCode.NoBaseCredentials,
        Cause: "There is no such profile in the AWS config and credentials files.",
        Remedy: "List profiles with aws configure list-profiles; AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE say where they are "
            + "read.",
        Symptom: "The aws CLI and boto3 say \"The config profile (...) could not be found\", often because AWS_PROFILE came into a "
            + "container without ~/.aws.");

    internal static FindingKind ProfileInvalid => new(FaultCategory.InvalidData, ExitCode.NoBaseCredentials,
        Cause: "The profile cannot give credentials.",
        Remedy: "Give the profile keys, a role_arn with source_profile or credential_source, an sso_session or a credential_process.",
        Symptom: "boto3 says \"Partial credentials found in ...\" or \"Infinite loop in credential configuration detected\", AWS.Tools "
            + "\"Credential profile [...] is not valid\"; or the file cannot be read by this user.");

    internal static FindingKind SsoSignInRequired => new(FaultCategory.AuthenticationError, ExitCode.NoBaseCredentials,
        Cause: "The profile's IAM Identity Center session gives no credentials.",
        Remedy: "Sign in with aws sso login, then run this again.",
        Symptom: "The aws CLI says \"Error loading SSO Token\", \"Token has expired and refresh failed\" or \"The SSO session associated "
            + "with this profile has expired or is otherwise invalid\".");

    internal static FindingKind SsoForbidden => new(FaultCategory.PermissionDenied, ExitCode.Denied,
        Cause: "IAM Identity Center does not give the signed-in user this role in this account.",
        Remedy: "Check sso_account_id and sso_role_name against aws sso list-account-roles, or ask for the permission set.",
        Symptom: "The aws CLI says \"An error occurred (ForbiddenException) when calling the GetRoleCredentials operation: No access\".");

    internal static FindingKind SsoThrottled => new(FaultCategory.LimitsExceeded, ExitCode.Unavailable,
        Cause: "IAM Identity Center throttles requests for credentials.",
        Remedy: "Try again in a minute, with fewer tasks at once.",
        Symptom: "The aws CLI says \"An error occurred (TooManyRequestsException) when calling the GetRoleCredentials operation\".");

    internal static FindingKind SsoUnavailable => new(FaultCategory.ResourceUnavailable, ExitCode.Unavailable,
        Cause: "The portal of IAM Identity Center cannot be reached, or cannot serve.",
        Remedy: "Check sso_region, which is the region of IAM Identity Center and not of the task, then the network and the proxy "
            + "variables.",
        Symptom: "The aws CLI says \"Could not connect to the endpoint URL: https://portal.sso...\", often because sso_region is wrong.");

    internal static FindingKind CredentialProcessFailed => new(FaultCategory.AuthenticationError, ExitCode.NoBaseCredentials,
        Cause: "The profile's credential_process gave no credentials.",
        Remedy: "Run the command by hand: it must print a JSON document with Version 1 and exit with 0.",
        Symptom: "The aws CLI says \"Error when retrieving credentials from custom-process: ...\" and what the program wrote to stderr.");

    internal static FindingKind CredentialProcessRecursion => new(FaultCategory.InvalidData, ExitCode.NoBaseCredentials,
        Cause: "The profile's credential_process calls itself.",
        Remedy: "Name the profile to start from with --profile-name; it must not be the one that has this credential_process.",
        Symptom: "A tool hangs while more and more processes start, or the machine runs out of them: the command reads the very profile "
            + "that it is the credential_process of.");
}
