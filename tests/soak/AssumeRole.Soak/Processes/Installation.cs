using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using AssumeRole.Demo;

namespace AssumeRole.Soak.Processes;

/// <summary>What is tested, and what tests it, as built in this checkout.</summary>
internal sealed partial class Installation
{
    private static readonly string Configuration = "release";
    private readonly string root = Find(AppContext.BaseDirectory);

    public string SubjectScript => Path.Combine(root, "tests", "soak", "Subject.ps1");

    public string SubjectLibrary => Path.Combine(root, "artifacts", "bin", "AssumeRole.Soak.Subject", Configuration, "AssumeRole.Soak.Subject.dll");

    /// <summary>The staged module.</summary>
    public string Module
    {
        get
        {
            var version = ModuleVersion().Match(File.ReadAllText(Path.Combine(root, "AssumeRole.psd1"))).Groups[1].Value;
            return Path.Combine(root, "output", "AssumeRole", version, "AssumeRole.psd1");
        }
    }

    /// <summary>The executable as it ships, if it was built, and else the one that needs .NET; null on a machine with neither.</summary>
    public string? Executable => new[]
    {
        Path.Combine(root, "artifacts", "native", "publish", "AssumeRole.Cli", $"{Configuration}_{RuntimeInformation.RuntimeIdentifier}", "assumerole"),
        Path.Combine(root, "artifacts", "bin", "AssumeRole.Cli", Configuration, "assumerole"),
    }.FirstOrDefault(File.Exists);

    public PowerShellProgram PowerShell { get; } = PowerShellProgram.Find();

    /// <summary>Why there can be no soak here, or null.</summary>
    public string? Absence => !OperatingSystem.IsLinux() ? "Only Linux has /proc."
        : !File.Exists(Module) ? "The module is not staged: dotnet build src/AssumeRole does it."
        : null;

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "AssumeRole.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("AssumeRole.sln is in no folder above the harness."));

    [GeneratedRegex(@"ModuleVersion\s*=\s*'([^']+)'")]
    private static partial Regex ModuleVersion();
}
