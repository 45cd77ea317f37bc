using System.Globalization;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sessions;

namespace AssumeRole.Rotation;

/// <summary>Options of a rotation as the user typed them; null where one was left out.</summary>
internal sealed record RotationOptionValues
{
    public string? Store { get; init; }

    public string? Layout { get; init; }

    public string? ThrottleLimit { get; init; }

    /// <summary>In seconds.</summary>
    public string? MinimumRemaining { get; init; }

    public bool AllowShorter { get; init; }
}

/// <summary>The variables that stand in for options, above all where a function has no command line.</summary>
internal static class RotationVariables
{
    public const string Store = "ASSUMEROLE_STORE";

    public const string Layout = "ASSUMEROLE_LAYOUT";

    /// <summary>true or 1.</summary>
    public const string AllowShorter = "ASSUMEROLE_ALLOW_SHORTER";

    /// <summary>In seconds.</summary>
    public const string MinimumRemaining = "ASSUMEROLE_MINIMUM_REMAINING";

    public const string ThrottleLimit = "ASSUMEROLE_THROTTLE_LIMIT";

    /// <summary>A request by the user's options, and by the variables where an option was left out.</summary>
    public static RotationRequest Request(IReadOnlyList<TeamSource> teams, IEnvironmentVariables variables, RotationOptionValues? options = null)
    {
        return new RotationRequest
        {
            Teams = teams,
            Store = ReadName<SecretStoreKind>(Find(options?.Store, "-Store", Store)),
            Layout = ReadName<SecretLayout>(Find(options?.Layout, "-Layout", Layout)),
            AllowShorter = options is { AllowShorter: true } || variables.IsTrue(AllowShorter),
            MinimumRemaining = ReadNumber(Find(options?.MinimumRemaining, "-MinimumRemaining", MinimumRemaining), 0, SessionDuration.Maximum) is { } seconds
                ? TimeSpan.FromSeconds(seconds)
                : null,
            ThrottleLimit = ReadNumber(Find(options?.ThrottleLimit, "-ThrottleLimit", ThrottleLimit), 1, RotationRequest.MostThrottleLimit)
                ?? RotationRequest.DefaultThrottleLimit,
        };

        Setting? Find(string? value, string option, string variable) => value is not null
            ? new Setting(option, value, FindingCatalogue.RotationOptionInvalid)
            : variables.GetNonEmpty(variable) is { } set ? new Setting(variable, set, FindingCatalogue.VariableInvalid) : null;
    }

    private static T ReadName<T>(Setting? setting)
        where T : struct, Enum
    {
        if (setting is null) return default;
        // Enum.Parse would take numbers too.
        foreach (var value in Enum.GetValues<T>())
            if (value.ToString().Equals(setting.Text, StringComparison.OrdinalIgnoreCase)) return value;
        throw setting.Refuse($"Set it to {string.Join(", ", Enum.GetNames<T>())}, or leave it out.");
    }

    private static int? ReadNumber(Setting? setting, int least, int most)
    {
        if (setting is null) return null;
        return int.TryParse(setting.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw setting.Refuse($"Set it to a whole number from {least} to {most}, or leave it out.");
    }

    private sealed record Setting(string Name, string Text, FindingKind Kind)
    {
        public AssumeRoleException Refuse(string remedy) => Kind.Error(Name, $"{Name} is '{Text}'.", remedy: remedy);
    }
}
