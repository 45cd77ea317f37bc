using AssumeRole.Findings;

namespace AssumeRole.Sessions;

/// <summary>How the program reads variables.</summary>
public static class EnvironmentVariablesExtensions
{
    /// <summary>A variable's value, or null if it is unset or empty: Concourse passes an unfilled param as an empty text.</summary>
    public static string? GetNonEmpty(this IEnvironmentVariables variables, string name)
    {
        ArgumentNullException.ThrowIfNull(variables);
        return variables.Get(name) is { Length: > 0 } value ? value : null;
    }

    /// <summary>The value of a variable that selects an identity, or null if it is unset.</summary>
    /// <exception cref="AssumeRoleException">VariableInvalid, if it is empty: to go on with the next identity would be to act as another.</exception>
    public static string? GetFilled(this IEnvironmentVariables variables, string name)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var value = variables.Get(name);
        return value is not { Length: 0 }
            ? value
            : throw FindingCatalogue.VariableInvalid.Error(name, $"{name} is set and is empty.", remedy: $"Give {name} a value, or unset it.");
    }

    /// <summary>Whether a variable says yes, in the ways the AWS SDKs know: true or 1.</summary>
    public static bool IsTrue(this IEnvironmentVariables variables, string name) =>
        variables.GetNonEmpty(name) is { } value
        && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));
}
