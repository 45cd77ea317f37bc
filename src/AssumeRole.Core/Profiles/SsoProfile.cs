using AssumeRole.Findings;

namespace AssumeRole.Profiles;

/// <summary>The IAM Identity Center settings of a profile.</summary>
/// <param name="ProfileName">The profile's name, for aws sso login.</param>
/// <param name="Session">The sso-session's name, or null in the older form of profile.</param>
/// <param name="StartUrl">The portal's address.</param>
/// <param name="Region">The portal's region.</param>
/// <param name="AccountId">The account to get credentials for.</param>
/// <param name="RoleName">The permission set's role.</param>
public sealed record SsoProfile(
    string ProfileName, string? Session, string StartUrl, string Region, string AccountId, string RoleName)
{
    /// <summary>Reads the settings.</summary>
    /// <returns>Null if the profile has none of them.</returns>
    /// <exception cref="AssumeRoleException">ProfileInvalid, if some are missing.</exception>
    public static SsoProfile? From(AwsProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
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

    private static string Required(AwsProfile profile, string setting) => profile[setting]
        ?? throw profile.Invalid($"It is an IAM Identity Center profile without {setting}.");
}
