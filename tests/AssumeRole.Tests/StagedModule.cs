using System.Text.RegularExpressions;

namespace AssumeRole.Tests;

/// <summary>The module as it ships, in output/AssumeRole/&lt;version&gt;/: building this project has staged it.</summary>
internal static partial class StagedModule
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Repository { get; } = FindRepository();

    public static string Manifest { get; } = File.ReadAllText(Path.Combine(Repository, "AssumeRole.psd1"));

    public static string Version { get; } = VersionPattern().Match(Manifest).Groups[1].Value;

    public static string Folder { get; } = Path.Combine(Repository, "output", "AssumeRole", Version);

    /// <summary>The executable's own assembly, which is no part of the module: built beside it, in the same configuration.</summary>
    public static string Executable { get; } = Path.Combine(
        Repository, "artifacts", "bin", "AssumeRole.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "assumerole.dll");

    /// <summary>The cmdlets that the manifest exports, sorted.</summary>
    public static IReadOnlyList<string> ExportedCmdlets { get; } =
    [
        .. NamePattern().Matches(CmdletsPattern().Match(Manifest).Groups[1].Value)
            .Select(match => match.Groups[1].Value)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Every staged file, relative and with forward slashes, sorted.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "AssumeRole.sln"))) return folder.FullName;
        throw new InvalidOperationException($"There is no AssumeRole.sln above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex(@"ModuleVersion\s*=\s*'([^']+)'")]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\(([^)]*)\)")]
    private static partial Regex CmdletsPattern();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex NamePattern();
}
