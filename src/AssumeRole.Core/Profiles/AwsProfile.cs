using AssumeRole.Findings;

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

    /// <summary>What says more of a source.</summary>
    private static readonly string[] SourceParts =
    [
        "source_profile", "credential_source", "external_id", "mfa_serial", "role_session_name", "duration_seconds", "sso_session",
        "sso_start_url", "sso_region",
    ];

    /// <summary>A setting, or null if it is absent or empty.</summary>
    public string? this[string setting] => Settings.TryGetValue(setting, out var value) && value.Length > 0 ? value : null;

    /// <summary>The files that it stands in, for errors.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Whether its access key id stands in the credentials file; botocore looks there before it runs a credential_process.</summary>
    public bool HasKeysInCredentialsFile { get; init; }

    /// <summary>What it says of IAM Identity Center in contradiction to its sso-session, as a sentence, or null.</summary>
    public string? SessionContradiction { get; init; }

    /// <summary>Whether it is a source of credentials, whole or half or empty; a profile may as well only name a region.</summary>
    public bool HasCredentials => SourceSettings.Any(Settings.ContainsKey);

    /// <summary>A setting of a source that is there and empty, or null. It was meant to name an identity.</summary>
    public string? EmptySetting => SourceSettings.Concat(SourceParts).FirstOrDefault(setting => Settings.TryGetValue(setting, out var value) && value.Length == 0);

    /// <summary>A setting as errors name it, with the profile and its files.</summary>
    internal string Describe(string setting) => $"{setting} of profile {Name}{(Files.Count == 0 ? string.Empty : $" ({string.Join(", ", Files)})")}";

    /// <summary>The error of a profile that cannot give credentials.</summary>
    /// <param name="evidence">What was seen.</param>
    /// <param name="remedy">A more exact remedy than the catalogue's, or null.</param>
    internal AssumeRoleException Invalid(string evidence, string? remedy = null) => FindingCatalogue.ProfileInvalid.Error(
        Name, Files.Count == 0 ? evidence : $"{evidence} Profile {Name} is in {string.Join(" and ", Files)}.", remedy: remedy);

    /// <summary>The profile's name. Its settings may hold keys, so they are never printed.</summary>
    public override string ToString() => Name;
}
