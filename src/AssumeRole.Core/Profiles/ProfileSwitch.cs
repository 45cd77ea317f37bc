using AssumeRole.Findings;
using AssumeRole.Sessions;

namespace AssumeRole.Profiles;

/// <summary>A setting that is true or false, in a variable or else in a profile.</summary>
internal static class ProfileSwitch
{
    /// <summary>Whether it is on. A file that cannot be read says nothing here: whatever needs an identity of it reports it.</summary>
    public static bool IsOn(IEnvironmentVariables variables, string variable, Lazy<AwsProfile?> profile, string setting) =>
        variables.GetNonEmpty(variable) is not null
            ? variables.IsTrue(variable)
            : "true".Equals(Read(profile, setting), StringComparison.OrdinalIgnoreCase);

    /// <summary>A setting of a profile; null too where the files cannot be read.</summary>
    public static string? Read(Lazy<AwsProfile?> profile, string setting)
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
