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
