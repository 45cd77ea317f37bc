namespace AssumeRole.Findings;

/// <content>Faults in what the caller shows for itself: an MFA code, a token, keys. Nothing was sent.</content>
public static partial class FindingCatalogue
{
    /// <summary>An MFA serial number or code cannot be right.</summary>
    public static FindingKind MfaInvalid => new(
        nameof(MfaInvalid),
        FaultCategory.InvalidArgument,
        "The MFA device or code cannot be sent.",
        "Pass -SerialNumber with the device's ARN (or hardware serial) and -TokenCode with its six digits.")
    {
        Symptom = "STS would say \"at 'tokenCode' failed to satisfy constraint\" or \"at 'serialNumber' failed to satisfy "
            + "constraint\"; a code that was read as a number has lost its leading zeros.",
    };

    /// <summary>An MFA code is needed and there is nobody to ask.</summary>
    public static FindingKind TokenCodeMissing => new(
        nameof(TokenCodeMissing),
        FaultCategory.InvalidArgument,
        "The MFA device needs a code and there is no terminal to ask for it.",
        "Pass -TokenCode. A pipeline should use a role that does not need MFA.")
    {
        Symptom = "A script that works at a desk fails in a task; the aws CLI would stop at \"Enter MFA code for ...\".",
    };

    /// <summary>A web identity token is missing, unreadable or of an impossible size.</summary>
    public static FindingKind WebIdentityInvalid => new(
        nameof(WebIdentityInvalid),
        FaultCategory.InvalidArgument,
        "The web identity token cannot be used.",
        "Pass the file of the token with -WebIdentityTokenFile. In PowerShell a SecureString of the token does as well.")
    {
        Symptom = "The file of AWS_WEB_IDENTITY_TOKEN_FILE is absent or empty (boto3: \"No such file or directory\"), or "
            + "the token is shorter than 4 or longer than 20000 characters.",
    };

    /// <summary>A credential object of the wrong kind.</summary>
    public static FindingKind CredentialInvalid => new(
        nameof(CredentialInvalid),
        FaultCategory.InvalidArgument,
        "This cannot be used as an AWS credential.",
        "Pass what Get-AssumedRoleCredential returned, or a PSCredential with the access key id as user name.")
    {
        Symptom = "-Credential was given a text, a hashtable, or a credential object of AWS.Tools.",
    };
}
