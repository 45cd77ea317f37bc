namespace AssumeRole.Profiles;

/// <summary>One profile: what the config and the credentials file say under its name. The credentials file wins.</summary>
/// <param name="Name">The profile's name.</param>
/// <param name="Settings">Its settings; a nested one is named like services' "sts.endpoint_url".</param>
public sealed record AwsProfile(string Name, IReadOnlyDictionary<string, string> Settings)
{
    private static readonly string[] SourceSettings =
    [
        "aws_access_key_id", "aws_secret_access_key", "role_arn", "web_identity_token_file", "credential_process", "sso_account_id",
        "sso_role_name", "login_session",
    ];

    /// <summary>A setting, or null if it is absent or empty.</summary>
    public string? this[string setting] => Settings.TryGetValue(setting, out var value) && value.Length > 0 ? value : null;

    /// <summary>Whether its access key id stands in the credentials file; botocore looks there before it runs a credential_process.</summary>
    public bool HasKeysInCredentialsFile { get; init; }

    /// <summary>What it says of IAM Identity Center in contradiction to its sso-session, as a sentence, or null.</summary>
    public string? SessionContradiction { get; init; }

    /// <summary>Whether it is a source of credentials, whole or half; a profile may as well only name a region.</summary>
    public bool HasCredentials => SourceSettings.Any(setting => this[setting] is not null);

    /// <summary>The profile's name. Its settings may hold keys, so they are never printed.</summary>
    public override string ToString() => Name;
}
