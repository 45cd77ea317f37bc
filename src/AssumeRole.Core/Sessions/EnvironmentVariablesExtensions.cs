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

    /// <summary>Whether a variable says yes, in the ways the AWS SDKs know: true or 1.</summary>
    public static bool IsTrue(this IEnvironmentVariables variables, string name) =>
        variables.GetNonEmpty(name) is { } value
        && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));
}
