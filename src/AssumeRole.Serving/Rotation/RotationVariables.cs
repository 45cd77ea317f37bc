using System.Globalization;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sessions;

namespace AssumeRole.Rotation;

/// <summary>The variables that stand in for options, above all where a function has no command line.</summary>
public static class RotationVariables
{
    /// <summary>The store: SecretsManager, ParameterStore or File.</summary>
    public const string Store = "ASSUMEROLE_STORE";

    /// <summary>The layout: Both, Json or Triple.</summary>
    public const string Layout = "ASSUMEROLE_LAYOUT";

    /// <summary>true or 1: an hour where role chaining does not allow more.</summary>
    public const string AllowShorter = "ASSUMEROLE_ALLOW_SHORTER";

    /// <summary>How many seconds a session must have left to be kept.</summary>
    public const string MinimumRemaining = "ASSUMEROLE_MINIMUM_REMAINING";

    /// <summary>How many accounts are rotated at the same time.</summary>
    public const string ThrottleLimit = "ASSUMEROLE_THROTTLE_LIMIT";

    /// <summary>A request for teams: what a user said, and where nothing was said what the variables say.</summary>
    /// <param name="teams">The teams' configurations.</param>
    /// <param name="variables">The environment.</param>
    /// <param name="said">What a user said, or null.</param>
    /// <exception cref="AssumeRoleException">RotationOptionInvalid or VariableInvalid.</exception>
    public static RotationRequest Request(IReadOnlyList<TeamSource> teams, IEnvironmentVariables variables, RotationChoices? said = null)
    {
        ArgumentNullException.ThrowIfNull(variables);
        return new RotationRequest
        {
            Teams = teams,
            Store = Name<SecretStoreKind>(Find(said?.Store, "-Store", Store)),
            Layout = Name<SecretLayout>(Find(said?.Layout, "-Layout", Layout)),
            AllowShorter = said is { AllowShorter: true } || variables.IsTrue(AllowShorter),
            MinimumRemaining = Number(Find(said?.MinimumRemaining, "-MinimumRemaining", MinimumRemaining), 0, SessionDuration.Maximum) is { } seconds
                ? TimeSpan.FromSeconds(seconds)
                : null,
            ThrottleLimit = Number(Find(said?.ThrottleLimit, "-ThrottleLimit", ThrottleLimit), 1, RotationRequest.MostThrottleLimit)
                ?? RotationRequest.DefaultThrottleLimit,
        };

        Setting? Find(string? value, string option, string variable) => value is not null
            ? new Setting(option, value, FindingCatalogue.RotationOptionInvalid)
            : variables.GetNonEmpty(variable) is { } set ? new Setting(variable, set, FindingCatalogue.VariableInvalid) : null;
    }

    private static T Name<T>(Setting? setting)
        where T : struct, Enum
    {
        if (setting is null) return default;
        // Enum.Parse would take numbers too.
        foreach (var value in Enum.GetValues<T>())
            if (value.ToString().Equals(setting.Text, StringComparison.OrdinalIgnoreCase)) return value;
        throw setting.Refuse($"Set it to {string.Join(", ", Enum.GetNames<T>())}, or leave it out.");
    }

    private static int? Number(Setting? setting, int least, int most)
    {
        if (setting is null) return null;
        return int.TryParse(setting.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw setting.Refuse($"Set it to a whole number from {least} to {most}, or leave it out.");
    }

    /// <summary>A value with the name by which its user knows it.</summary>
    private sealed record Setting(string Name, string Text, FindingKind Kind)
    {
        public AssumeRoleException Refuse(string remedy) => Kind.Error(Name, $"{Name} is '{Text}'.", remedy: remedy);
    }
}
