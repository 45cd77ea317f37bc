namespace AssumeRole.Findings;

/// <content>Faults of a profile in the AWS config and credentials files.</content>
public static partial class FindingCatalogue
{
    /// <summary>A profile that was named does not exist.</summary>
    public static FindingKind ProfileMissing => new(
        nameof(ProfileMissing),
        FaultCategory.ObjectNotFound,
        "There is no such profile in the AWS config and credentials files.",
        "List profiles with aws configure list-profiles; AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE say where they are "
            + "read.")
    {
        Symptom = "The aws CLI and boto3 say \"The config profile (...) could not be found\", often because AWS_PROFILE "
            + "came into a container without ~/.aws.",
    };

    /// <summary>A profile cannot give credentials.</summary>
    public static FindingKind ProfileInvalid => new(
        nameof(ProfileInvalid),
        FaultCategory.InvalidData,
        "The profile cannot give credentials.",
        "Give the profile keys, a role_arn with source_profile or credential_source, an sso_session or a credential_process.")
    {
        Symptom = "boto3 says \"Partial credentials found in ...\" or \"Infinite loop in credential configuration "
            + "detected\", AWS.Tools \"Credential profile [...] is not valid\"; or the file cannot be read by this user.",
    };

    /// <summary>A profile's IAM Identity Center session is not signed in.</summary>
    public static FindingKind SsoSignInRequired => new(
        nameof(SsoSignInRequired),
        FaultCategory.AuthenticationError,
        "The profile's IAM Identity Center session gives no credentials.",
        "Sign in with aws sso login, then run this again.")
    {
        Symptom = "The aws CLI says \"Error loading SSO Token\", \"Token has expired and refresh failed\" or \"The SSO "
            + "session associated with this profile has expired or is otherwise invalid\".",
    };

    /// <summary>IAM Identity Center does not give the signed-in user the profile's role.</summary>
    public static FindingKind SsoForbidden => new(
        nameof(SsoForbidden),
        FaultCategory.PermissionDenied,
        "IAM Identity Center does not give the signed-in user this role in this account.",
        "Check sso_account_id and sso_role_name against aws sso list-account-roles, or ask for the permission set.")
    {
        Symptom = "The aws CLI says \"An error occurred (ForbiddenException) when calling the GetRoleCredentials operation: "
            + "No access\".",
    };

    /// <summary>IAM Identity Center throttles.</summary>
    public static FindingKind SsoThrottled => new(
        nameof(SsoThrottled),
        FaultCategory.LimitsExceeded,
        "IAM Identity Center throttles requests for credentials.",
        "Try again in a minute, with fewer tasks at once.")
    {
        Symptom = "The aws CLI says \"An error occurred (TooManyRequestsException) when calling the GetRoleCredentials "
            + "operation\".",
    };

    /// <summary>IAM Identity Center cannot serve, or cannot be reached.</summary>
    public static FindingKind SsoUnavailable => new(
        nameof(SsoUnavailable),
        FaultCategory.ResourceUnavailable,
        "The portal of IAM Identity Center cannot be reached, or cannot serve.",
        "Check sso_region, which is the region of IAM Identity Center and not of the task, then the network and the proxy "
            + "variables.")
    {
        Symptom = "The aws CLI says \"Could not connect to the endpoint URL: https://portal.sso...\", often because sso_region "
            + "is wrong.",
    };

    /// <summary>A credential_process failed.</summary>
    public static FindingKind CredentialProcessFailed => new(
        nameof(CredentialProcessFailed),
        FaultCategory.AuthenticationError,
        "The profile's credential_process gave no credentials.",
        "Run the command by hand: it must print a JSON document with Version 1 and exit with 0.")
    {
        Symptom = "The aws CLI says \"Error when retrieving credentials from custom-process: ...\" and what the program "
            + "wrote to stderr.",
    };

    /// <summary>A credential process ends up calling itself.</summary>
    public static FindingKind CredentialProcessRecursion => new(
        nameof(CredentialProcessRecursion),
        FaultCategory.InvalidData,
        "The profile's credential_process calls itself.",
        "Name the profile to start from with --profile-name; it must not be the one that has this credential_process.")
    {
        Symptom = "A tool hangs while more and more processes start, or the machine runs out of them: the command reads the "
            + "very profile that it is the credential_process of.",
    };
}
