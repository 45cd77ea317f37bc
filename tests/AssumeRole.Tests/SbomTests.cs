using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace AssumeRole.Tests;

public sealed class SbomTests
{
    private readonly Sbom sbom = Sbom.Read(StagedModule.Folder);

    [Fact]
    public void Every_staged_assembly_is_listed_with_its_hash_and_nothing_else() => Assert.Equal(
        StagedModule.Files.Where(file => file.EndsWith(".dll", StringComparison.Ordinal)).Select(file => (file, HashOf(file))),
        sbom.Files.Select(file => (Sbom.Name(file), Sbom.Sha256(file))).Order());

    [Fact]
    public void The_packages_are_those_that_the_lock_files_of_what_ships_pin()
    {
        string[] shipped = ["AssumeRole.Core", "AssumeRole.Aws", "AssumeRole.Sandbox"];
        var locked = shipped.SelectMany(project => LockFile.Read(Path.Combine(StagedModule.Repository, "src", project)));

        Assert.Equal(locked.OrderBy(package => package.Name, StringComparer.Ordinal), SbomPackages.Of(sbom));
    }

    [Fact]
    public void A_renamed_assembly_tells_what_it_was_made_from()
    {
        var renamed = sbom.Files.Where(file => file.TryGetProperty("pedigree", out _)).ToArray();

        Assert.Equal(
            StagedModule.Files.Where(file => file.Contains("/AssumeRole.AWSSDK.", StringComparison.Ordinal)),
            renamed.Select(Sbom.Name).Order(StringComparer.Ordinal));
        foreach (var file in renamed)
        {
            var origin = Assert.Single(file.GetProperty("pedigree").GetProperty("ancestors").EnumerateArray());
            // The package's own file, as it lies beside AssumeRole.Aws.dll before it is renamed.
            var restored = Path.Combine(StagedModule.BuildOutput("AssumeRole.Aws"), Sbom.Name(origin));
            Assert.Equal(Path.GetFileName(Sbom.Name(file)), "AssumeRole." + Sbom.Name(origin));
            Assert.Equal(Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(restored))), Sbom.Sha256(origin));
            Assert.Matches(@"^pkg:nuget/AWSSDK\.\w+@[0-9.]+#lib/net8\.0/AWSSDK\.\w+\.dll$", origin.GetProperty("purl").GetString());
            Assert.Contains("strong name is removed", file.GetProperty("pedigree").GetProperty("notes").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void It_is_of_the_version_of_the_manifest_and_every_part_names_its_licence()
    {
        Assert.Equal(("AssumeRole", StagedModule.Version), (Sbom.Name(sbom.Product), Sbom.Version(sbom.Product)));
        Assert.All(sbom.Components.Append(sbom.Product), component => Assert.Equal("Apache-2.0", Sbom.License(component)));
    }

    [Fact]
    public void It_has_what_CycloneDX_asks_for() => SbomPackages.AssertWellFormed(sbom);

    [Fact]
    public void The_licence_list_names_every_package_and_its_texts_are_there() => SbomPackages.AssertLicensed(sbom, StagedModule.Folder);

    [Fact]
    public void The_licence_list_names_the_work_of_others_inside_the_packages()
    {
        var list = File.ReadAllText(Path.Combine(StagedModule.Folder, "THIRD-PARTY-LICENSES.txt"));
        var inside =
            from file in StagedModule.Files
            where Path.GetFileName(file).StartsWith("AssumeRole.AWSSDK.", StringComparison.Ordinal)
            from name in NamespacesOf(file)
            where name.StartsWith("ThirdParty.", StringComparison.Ordinal)
            select (Package: Path.GetFileNameWithoutExtension(file)["AssumeRole.".Length..], name);

        Assert.NotEmpty(inside);
        Assert.All(inside, work => Assert.Matches($@"(?m)^{Regex.Escape(work.Package)} \d\S+\n(  .+\n)*  Inside     {Regex.Escape(work.name)}: ", list));
    }

    private static IReadOnlyList<string> NamespacesOf(string file)
    {
        using var assembly = AssemblyFile.Open(file);
        return assembly.Namespaces;
    }

    private static string HashOf(string file) =>
        Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(StagedModule.Folder, file))));
}
