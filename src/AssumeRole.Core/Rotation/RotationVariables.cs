using System.Globalization;
using AssumeRole.Findings;
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

    /// <summary>A request for teams with what the variables say of it; options that a user gave are set over it.</summary>
    /// <param name="teams">The teams' configurations.</param>
    /// <param name="variables">The environment.</param>
    /// <exception cref="AssumeRoleException">VariableInvalid.</exception>
    public static RotationRequest Request(IReadOnlyList<TeamSource> teams, IEnvironmentVariables variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        return new RotationRequest
        {
            Teams = teams,
            Store = Name<SecretStoreKind>(variables, Store),
            Layout = Name<SecretLayout>(variables, Layout),
            AllowShorter = variables.IsTrue(AllowShorter),
            MinimumRemaining = Number(variables, MinimumRemaining) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            ThrottleLimit = Number(variables, ThrottleLimit) ?? RotationRequest.DefaultThrottleLimit,
        };
    }

    private static T Name<T>(IEnvironmentVariables variables, string variable)
        where T : struct, Enum
    {
        if (variables.GetNonEmpty(variable) is not { } text) return default;
        // Enum.Parse would take numbers too.
        foreach (var value in Enum.GetValues<T>())
            if (value.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)) return value;
        throw FindingCatalogue.VariableInvalid.Error(
            variable, $"{variable} is '{text}'.", remedy: $"Set it to {string.Join(", ", Enum.GetNames<T>())}, or unset it.");
    }

    private static int? Number(IEnvironmentVariables variables, string variable)
    {
        if (variables.GetNonEmpty(variable) is not { } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw FindingCatalogue.VariableInvalid.Error(variable, $"{variable} is '{text}', which is not a whole number.");
    }
}
