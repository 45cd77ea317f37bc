namespace AssumeRole.Profiles;

/// <summary>One profile: what the config and the credentials file say under its name. The credentials file wins.</summary>
/// <param name="Name">The profile's name.</param>
/// <param name="Settings">Its settings; a nested one is named like services' "sts.endpoint_url".</param>
public sealed record AwsProfile(string Name, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>A setting, or null if it is absent or empty.</summary>
    public string? this[string setting] => Settings.TryGetValue(setting, out var value) && value.Length > 0 ? value : null;

    /// <summary>Whether it is a source of credentials; a profile may as well only name a region.</summary>
    public bool HasCredentials =>
        (this["aws_access_key_id"] ?? this["role_arn"] ?? this["credential_process"] ?? this["sso_account_id"] ?? this["sso_start_url"]) is not null;

    /// <summary>The profile's name. Its settings may hold keys, so they are never printed.</summary>
    public override string ToString() => Name;
}
