namespace AssumeRole.Tests;

public sealed class LockFileTests
{
    // Whatever follows the release of the .NET SDK: locked, it would end a restore on a machine with another patch of that SDK.
    private static readonly string[] OfTheSdk =
        ["Microsoft.NET.ILLink", "Microsoft.DotNet.ILCompiler", "Microsoft.NETCore.App", "Microsoft.AspNetCore.App", "runtime."];

    public static TheoryData<string> Projects =>
        [.. LockFile.ProjectFolders.Select(folder => Path.GetRelativePath(StagedModule.Repository, folder))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_project_pins_the_versions_that_are_asked_for_in_one_place(string project)
    {
        var packages = LockFile.Read(Path.Combine(StagedModule.Repository, project));

        foreach (var package in packages.Where(package => LockFile.CentralVersions.ContainsKey(package.Name)))
            Assert.Equal(LockFile.CentralVersions[package.Name], package.Version);
        Assert.All(packages, package => Assert.Equal(64, Convert.FromBase64String(package.ContentHash).Length));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_project_pins_what_follows_the_release_of_the_SDK(string project) => Assert.DoesNotContain(
        LockFile.Read(Path.Combine(StagedModule.Repository, project)),
        package => OfTheSdk.Any(name => package.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void Every_version_that_is_asked_for_is_pinned_by_some_project() => Assert.Equal(
        LockFile.CentralVersions.Keys.Order(StringComparer.Ordinal),
        LockFile.ProjectFolders.SelectMany(LockFile.Read).Select(package => package.Name)
            .Where(LockFile.CentralVersions.ContainsKey).Distinct().Order(StringComparer.Ordinal));
}
