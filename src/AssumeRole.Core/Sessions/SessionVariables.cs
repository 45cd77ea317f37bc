using AssumeRole.Credentials;

namespace AssumeRole.Sessions;

/// <summary>The variables that hand a session to other programs, and those that would keep it from them.</summary>
public static class SessionVariables
{
    internal const string AccessKeyId = "AWS_ACCESS_KEY_ID";
    internal const string SecretAccessKey = "AWS_SECRET_ACCESS_KEY";
    internal const string SessionToken = "AWS_SESSION_TOKEN";

    /// <summary>The AWS CLI's own name for it.</summary>
    internal const string Expiration = "AWS_CREDENTIAL_EXPIRATION";

    /// <summary>The region, as the SDKs read it.</summary>
    internal const string Region = "AWS_REGION";

    /// <summary>The region, as the AWS CLI and boto3 read it.</summary>
    internal const string DefaultRegion = "AWS_DEFAULT_REGION";

    /// <summary>
    /// Variables that outrank or contradict the keys: a profile beats environment keys in the AWS CLI, AWS_SECURITY_TOKEN is read
    /// as a second session token by older SDKs, AWS_ACCOUNT_ID names the wrong account, and a role or container that is still
    /// configured is taken by programs that look there first.
    /// </summary>
    public static IReadOnlyList<string> Outranking { get; } =
    [
        "AWS_PROFILE",
        "AWS_DEFAULT_PROFILE",
        "AWS_SECURITY_TOKEN",
        "AWS_ACCOUNT_ID",
        "AWS_ROLE_ARN",
        "AWS_ROLE_SESSION_NAME",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    ];

    private const string ContainerPrefix = "AWS_CONTAINER_";

    /// <summary>The values that put a session in force: a text to set, null to unset. Without a region it is left alone.</summary>
    internal static IReadOnlyDictionary<string, string?> For(
        SessionCredentials credentials, string? region, IEnumerable<string> presentNames)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var name in Outranking) values[name] = null;
        foreach (var name in presentNames)
            if (name.StartsWith(ContainerPrefix, StringComparison.Ordinal)) values[name] = null;
        values[AccessKeyId] = credentials.AccessKeyId;
        values[SecretAccessKey] = credentials.SecretAccessKey.Reveal();
        values[SessionToken] = credentials.SessionToken.Reveal();
        values[Expiration] = SessionCredentials.FormatExpiration(credentials.Expiration);
        if (region is null) return values;
        values[Region] = region;
        values[DefaultRegion] = region;
        return values;
    }
}
