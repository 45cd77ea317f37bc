using System.Text.Json;
using System.Xml.Linq;

namespace AssumeRole.Tests;

/// <summary>The lock files of the repository, and the versions that they are to pin.</summary>
internal static class LockFile
{
    /// <summary>The folders of all projects, benchmarks included.</summary>
    public static IReadOnlyList<string> ProjectFolders { get; } =
    [
        .. new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(
                Path.Combine(StagedModule.Repository, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(path => Path.GetDirectoryName(path)!)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The versions in Directory.Packages.props, by package.</summary>
    public static IReadOnlyDictionary<string, string> CentralVersions { get; } =
        XDocument.Load(Path.Combine(StagedModule.Repository, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .ToDictionary(element => (string)element.Attribute("Include")!, element => (string)element.Attribute("Version")!);

    /// <summary>The packages that the lock file in a project's folder pins, over all its frameworks.</summary>
    public static IReadOnlyList<LockedPackage> Read(string projectFolder)
    {
        var path = Path.Combine(projectFolder, "packages.lock.json");
        Assert.True(File.Exists(path), $"Commit {path}: dotnet restore {projectFolder} writes it.");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return
        [
            .. document.RootElement.GetProperty("dependencies").EnumerateObject()
                .SelectMany(framework => framework.Value.EnumerateObject())
                .Where(package => package.Value.GetProperty("type").GetString() != "Project")
                .Select(package => new LockedPackage(
                    package.Name,
                    package.Value.GetProperty("resolved").GetString()!,
                    package.Value.GetProperty("contentHash").GetString()!)),
        ];
    }
}
