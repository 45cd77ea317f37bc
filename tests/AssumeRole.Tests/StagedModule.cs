using System.Runtime.InteropServices;
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
    public static string Executable { get; } = Path.Combine(BuildOutput("AssumeRole.Cli"), "assumerole.dll");

    /// <summary>Where this machine's native executable was placed, or null where it was not built since its packages changed.</summary>
    public static string? NativeFolder { get; } = FindNativeFolder();

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

    /// <summary>Whether a file is a ReadyToRun image: which there are depends on the machine that built the module.</summary>
    public static bool IsImage(string file) => ImagePattern().IsMatch(file);

    /// <summary>Where a project of this configuration was built.</summary>
    public static string BuildOutput(string project) =>
        Path.Combine(Repository, "artifacts", "bin", project, new DirectoryInfo(AppContext.BaseDirectory).Name);

    // .ci/run removes what was published before: what is placed without it is of an older build.
    private static string? FindNativeFolder()
    {
        var placed = Path.Combine(Repository, "output", "native");
        if (!Directory.Exists(Path.Combine(Repository, "artifacts", "native", "publish")) || !Directory.Exists(placed)) return null;
        string[] sources = ["src/AssumeRole.Cli/packages.lock.json", "src/AssumeRole/Build/Sbom.targets"];
        var changed = sources.Max(path => File.GetLastWriteTimeUtc(Path.Combine(Repository, path)));
        return Directory.EnumerateFiles(placed, "assumerole*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(Path.GetDirectoryName(path)) == RuntimeInformation.RuntimeIdentifier)
            .Where(path => File.GetLastWriteTimeUtc(path) > changed)
            .Select(Path.GetDirectoryName)
            .FirstOrDefault();
    }

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

    [GeneratedRegex(@"^lib/[a-z0-9-]+/net[0-9]+\.0/[^/]+\z")]
    private static partial Regex ImagePattern();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex NamePattern();
}
