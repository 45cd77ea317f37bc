namespace AssumeRole.Cli.Tests.Running;

/// <summary>The two forms of the executable that every test runs.</summary>
public enum Build
{
    /// <summary>Compiled as it runs, as dotnet run does.</summary>
    Jit,

    /// <summary>Compiled ahead of time, as it ships.</summary>
    Native,
}
