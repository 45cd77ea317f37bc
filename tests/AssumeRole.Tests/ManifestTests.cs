namespace AssumeRole.Tests;

public sealed class ManifestTests
{
    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets_that_there_are()
    {
        using var module = AssemblyFile.Open("AssumeRole.dll");

        Assert.NotEmpty(module.Cmdlets);
        Assert.Equal(module.Cmdlets, StagedModule.ExportedCmdlets);
    }

    [Theory]
    [InlineData("AssumeRole.dll")]
    [InlineData("AssumeRole.Core.dll")]
    [InlineData("lib/AssumeRole.Aws.dll")]
    [InlineData("lib/AssumeRole.Sandbox.dll")]
    public void Every_assembly_has_the_version_of_the_manifest(string name)
    {
        using var assembly = AssemblyFile.Open(name);

        Assert.Equal(StagedModule.Version, assembly.Version.ToString(fieldCount: 3));
    }

    [Fact]
    public void The_staged_manifest_is_the_one_of_the_repository() =>
        Assert.Equal(StagedModule.Manifest, File.ReadAllText(Path.Combine(StagedModule.Folder, "AssumeRole.psd1")));

    [Fact]
    public void Exactly_the_expected_files_are_staged()
    {
        var list = Path.Combine(StagedModule.Repository, "tests", "AssumeRole.Tests", "staged-files.txt");
        var expected = File.ReadLines(list)
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')
            .Order(StringComparer.Ordinal);

        Assert.Equal(expected, StagedModule.Files.Where(file => !StagedModule.IsImage(file)));
    }

    [Fact]
    public void Each_set_of_images_is_whole_and_holds_what_a_first_session_needs()
    {
        var sets = StagedModule.Files.Where(StagedModule.IsImage).GroupBy(file => Path.GetDirectoryName(file), Path.GetFileName);

        Assert.All(sets, set => Assert.Equal(
            [
                "AssumeRole.AWSSDK.Core.dll",
                "AssumeRole.AWSSDK.SSO.dll",
                "AssumeRole.AWSSDK.SSOOIDC.dll",
                "AssumeRole.AWSSDK.SecurityToken.dll",
                "AssumeRole.Aws.dll",
                "AssumeRole.Core.dll",
                "AssumeRole.Diagnosis.dll",
                "AssumeRole.Serving.dll",
            ],
            set));
    }
}
