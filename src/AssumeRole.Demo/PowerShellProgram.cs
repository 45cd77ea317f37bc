using System.Reflection;
using System.Runtime.InteropServices;

namespace AssumeRole.Demo;

/// <summary>How to start the PowerShell that the demo and the tests run on: a program, and the arguments that precede PowerShell's own.</summary>
internal sealed record PowerShellProgram(string FileName, IReadOnlyList<string> Arguments)
{
    private const string Variable = "PWSH";

    /// <summary>The one that the environment variable PWSH names, or the .NET tool that this checkout pins.</summary>
    public static PowerShellProgram Find() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path
        ? new PowerShellProgram(path, [])
        : new PowerShellProgram(DotnetPath, [ToolPath]);

    /// <summary>The whole command line after the program.</summary>
    public IReadOnlyList<string> With(params IEnumerable<string> arguments) => [.. Arguments, .. arguments];

    /// <summary>The dotnet whose runtime runs this process. The process itself may be the assembly's own executable.</summary>
    public static string DotnetPath => Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private static string ToolPath => typeof(PowerShellProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "PowerShellPath").Value!;
}
