using AssumeRole.Findings;

namespace AssumeRole.Sessions;

/// <summary>A view of environment variables: the process's own, the one before this module, or a test's.</summary>
public interface IEnvironmentVariables
{
    /// <summary>The names that are set.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>The home folder that the system has for this process's account, or null if that is not known.</summary>
    string? AccountHome => null;

    /// <summary>A variable's value, or null if it is unset.</summary>
    string? Get(string name);

    /// <summary>Sets a variable, or unsets it with null.</summary>
    /// <remarks>On .NET 8 an empty value unsets the variable; from .NET 9 on it stays set and empty.</remarks>
    void Set(string name, string? value);
}

internal sealed class ProcessEnvironmentVariables : IEnvironmentVariables
{
    public IReadOnlyCollection<string> Names => [.. Environment.GetEnvironmentVariables().Keys.Cast<string>()];

    // Where HOME is unset or empty, .NET asks getpwuid_r.
    public string? AccountHome => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    public string? Get(string name) => Environment.GetEnvironmentVariable(name);

    public void Set(string name, string? value) => Environment.SetEnvironmentVariable(name, value);
}

internal static class EnvironmentVariablesExtensions
{
    /// <summary>A variable's value, or null if it is unset or empty: Concourse passes an unfilled param as an empty text.</summary>
    public static string? GetNonEmpty(this IEnvironmentVariables variables, string name) =>
        variables.Get(name) is { Length: > 0 } value ? value : null;

    /// <summary>The value of a variable that selects an identity, or null if it is unset.</summary>
    public static string? GetFilled(this IEnvironmentVariables variables, string name)
    {
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

internal static class HomeFolder
{
    /// <summary>
    /// HOME, or USERPROFILE, or else the account's home as the system has it, as boto3 and ssh take it. Never a relative path: that would
    /// be in the working directory, which may be a checked-out repository.
    /// </summary>
    public static string? Find(IEnvironmentVariables variables) =>
        Absolute(variables.Get("HOME")) ?? Absolute(variables.Get("USERPROFILE")) ?? Absolute(variables.AccountHome);

    public static string? Absolute(string? path) => Path.IsPathFullyQualified(path ?? string.Empty) ? path : null;
}
