using AssumeRole.Connections;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Sessions;

namespace AssumeRole.Profiles;

/// <summary>
/// One profile of the config and the credentials file; the latter wins. A nested setting has a name like sts.endpoint_url.
/// </summary>
public sealed record AwsProfile(string Name, IReadOnlyDictionary<string, string> Settings)
{
    private static readonly string[] SourceSettings =
    [
        "aws_access_key_id", "aws_secret_access_key", "role_arn", "web_identity_token_file", "credential_process", "sso_account_id",
        "sso_role_name", "login_session",
    ];

    private static readonly string[] SourceParts =
    [
        "source_profile", "credential_source", "external_id", "mfa_serial", "role_session_name", "duration_seconds", "sso_session",
        "sso_start_url", "sso_region",
    ];

    /// <summary>A setting, or null if it is absent or empty.</summary>
    public string? this[string setting] => Settings.TryGetValue(setting, out var value) && value.Length > 0 ? value : null;

    internal IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Whether its access key id stands in the credentials file; botocore looks there before it runs a credential_process.</summary>
    internal bool HasKeysInCredentialsFile { get; init; }

    /// <summary>How its IAM Identity Center settings contradict its sso-session, as a sentence, or null.</summary>
    internal string? SessionContradiction { get; init; }

    /// <summary>Whether it is a source of credentials, whole or half or empty; a profile may as well only name a region.</summary>
    internal bool HasCredentials => SourceSettings.Any(Settings.ContainsKey);

    /// <summary>A setting of a source that is there and empty, or null. It was meant to name an identity.</summary>
    internal string? EmptySetting =>
        SourceSettings.Concat(SourceParts).FirstOrDefault(setting => Settings.TryGetValue(setting, out var value) && value.Length == 0);

    internal string Describe(string setting) => $"{setting} of profile {Name}{(Files.Count == 0 ? string.Empty : $" ({string.Join(", ", Files)})")}";

    internal AssumeRoleException Invalid(string evidence, string? remedy = null) => FindingCatalogue.ProfileInvalid.Error(
        Name, Files.Count == 0 ? evidence : $"{evidence} Profile {Name} is in {string.Join(" and ", Files)}.", remedy: remedy);

    /// <summary>The profile's name. Its settings may hold keys, so they are never printed.</summary>
    public override string ToString() => Name;
}

/// <summary>A setting in a variable or else in a profile.</summary>
internal static class ProfileSetting
{
    /// <summary>The value, or null, with the name of what holds it.</summary>
    public static (string Origin, string? Value) Find(IEnvironmentVariables variables, string variable, Lazy<AwsProfile?> profile, string setting) =>
        variables.GetNonEmpty(variable) is { } value ? (variable, value) : (setting, Read(profile, setting));

    public static AssumeRoleException Invalid(string origin, string value, string wanted) =>
        FindingCatalogue.VariableInvalid.Error(origin, $"{origin} is '{value}', and should be {wanted}.");

    /// <summary>The authorities that a user configured for TLS (AWS SDK reference, "General configuration settings"), or null.</summary>
    public static CertificateBundle? FindBundle(IEnvironmentVariables variables, Lazy<AwsProfile?> profile)
    {
        var (origin, path) = Find(variables, CertificateBundle.Variable, profile, "ca_bundle");
        return path is null ? null : new CertificateBundle(path, origin);
    }

    /// <summary>Whether it is on. A file that cannot be read says nothing here: whatever needs an identity of it reports it.</summary>
    public static bool IsOn(IEnvironmentVariables variables, string variable, Lazy<AwsProfile?> profile, string setting) =>
        variables.GetNonEmpty(variable) is not null
            ? variables.IsTrue(variable)
            : "true".Equals(Read(profile, setting), StringComparison.OrdinalIgnoreCase);

    /// <summary>A setting of a profile; null too where the files cannot be read.</summary>
    private static string? Read(Lazy<AwsProfile?> profile, string setting)
    {
        try
        {
            return profile.Value?[setting];
        }
        catch (AssumeRoleException error) when (error.Finding.Id == nameof(FindingCatalogue.ProfileInvalid))
        {
            return null;
        }
    }
}

/// <summary>The IAM Identity Center settings of a profile.</summary>
/// <param name="ProfileName">For aws sso login.</param>
/// <param name="Session">The sso-session's name, or null in the older form of profile.</param>
public sealed record SsoProfile(
    string ProfileName, string? Session, string StartUrl, string Region, string AccountId, string RoleName)
{
    internal static SsoProfile? From(AwsProfile profile)
    {
        // An sso_session without account and role gives a bearer token to other programs, and no credentials.
        var isRole = (profile["sso_account_id"] ?? profile["sso_role_name"]) is not null;
        if (!isRole && profile["sso_session"] is null && profile["sso_start_url"] is null) return null;
        if (profile.SessionContradiction is { } contradiction) throw profile.Invalid(contradiction);
        if (!isRole && profile["sso_session"] is not null && profile["sso_start_url"] is not null && profile["sso_region"] is not null) return null;
        return new SsoProfile(
            profile.Name,
            profile["sso_session"],
            Required(profile, "sso_start_url"),
            Required(profile, "sso_region"),
            Required(profile, "sso_account_id"),
            Required(profile, "sso_role_name"));
    }

    internal CertificateBundle? CertificateBundle { get; init; }

    private static string Required(AwsProfile profile, string setting) => profile[setting]
        ?? throw profile.Invalid($"It is an IAM Identity Center profile without {setting}.");
}

/// <summary>The port to IAM Identity Center: role credentials for a profile whose user has signed in with aws sso login.</summary>
public interface ISsoCredentialSource
{
    /// <summary>Gets role credentials with the cached sign-in. It never opens a browser.</summary>
    /// <exception cref="AssumeRoleException">SsoSignInRequired, SsoForbidden, SsoThrottled, SsoUnavailable, TlsLibraryMissing.</exception>
    Task<SourceCredentials> GetAsync(SsoProfile profile, CancellationToken cancellationToken);
}
