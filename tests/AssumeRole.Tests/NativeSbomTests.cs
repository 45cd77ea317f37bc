using System.Security.Cryptography;

namespace AssumeRole.Tests;

/// <summary>What lies beside the native executable, where it was built.</summary>
public sealed class NativeSbomTests
{
    private const string Absence =
        "There is no native executable, or it is older than its packages: dotnet publish src/AssumeRole.Cli -p:Native=true makes it.";

    private static readonly string? Folder = StagedModule.NativeFolder;

    [Fact]
    public void It_has_the_hash_of_the_executable_and_what_CycloneDX_asks_for()
    {
        Assert.SkipWhen(Folder is null, Absence);
        var sbom = Sbom.Read(Folder);
        var executable = Assert.Single(Directory.EnumerateFiles(Folder, "assumerole*"));

        SbomPackages.AssertWellFormed(sbom);
        Assert.Equal(("assumerole", StagedModule.Version), (Sbom.Name(sbom.Product), Sbom.Version(sbom.Product)));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(executable))), Sbom.Sha256(sbom.Product));
        Assert.Empty(sbom.Files);
    }

    [Fact]
    public void Its_packages_are_those_of_the_lock_file_and_the_runtime_and_their_licences_lie_beside_it()
    {
        Assert.SkipWhen(Folder is null, Absence);
        var sbom = Sbom.Read(Folder);
        var locked = LockFile.Read(Path.Combine(StagedModule.Repository, "src", "AssumeRole.Cli"));
        var packages = SbomPackages.Of(sbom);

        Assert.Subset(packages.ToHashSet(), locked.ToHashSet());
        // The runtime is linked in; which packages bring it follows the release of the .NET SDK.
        var runtime = packages.Except(locked).ToArray();
        Assert.NotEmpty(runtime);
        Assert.All(runtime, package => Assert.Matches(@"^runtime\..*\.ILCompiler$|^Microsoft\.NETCore\.App\.Runtime\.", package.Name));
        SbomPackages.AssertLicensed(sbom, Folder);
        Assert.True(File.Exists(Path.Combine(Folder, "NOTICE")));
    }
}
