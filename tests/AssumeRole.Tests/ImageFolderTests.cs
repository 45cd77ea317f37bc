using System.Runtime.InteropServices;
using AssumeRole.Hosting;

namespace AssumeRole.Tests;

public sealed class ImageFolderTests
{
    private static readonly string Lib = Path.Combine("module", "lib");

    [Theory]
    [InlineData("linux", Architecture.X64, 10, "linux-x64", "net10.0")]
    [InlineData("linux", Architecture.Arm64, 8, "linux-arm64", "net8.0")]
    [InlineData("win", Architecture.X64, 9, "win-x64", "net9.0")]
    [InlineData("osx", Architecture.Arm64, 10, "osx-arm64", "net10.0")]
    public void Images_are_for_one_platform_and_one_release(
        string system, Architecture architecture, int release, string platform, string framework) =>
        Assert.Equal(Path.Combine(platform, framework), ImageFolder.For(system, architecture, release));

    [Fact]
    public void The_running_release_decides() =>
        Assert.EndsWith($"net{Environment.Version.Major}.0", ImageFolder.Current, StringComparison.Ordinal);

    [Fact]
    public void The_image_comes_before_the_portable_assembly()
    {
        var images = Path.Combine("linux-x64", "net10.0");

        Assert.Equal(
            [Path.Combine(Lib, images, "Some.dll"), Path.Combine(Lib, "Some.dll")],
            ImageFolder.Find(Lib, images, "Some", _ => true));
    }

    [Fact]
    public void Without_an_image_the_portable_assembly_is_taken()
    {
        var portable = Path.Combine(Lib, "Some.dll");

        Assert.Equal([portable], ImageFolder.Find(Lib, Path.Combine("linux-x64", "net11.0"), "Some", path => path == portable));
    }

    [Fact]
    public void An_assembly_that_lib_does_not_have_is_left_to_PowerShell() =>
        Assert.Empty(ImageFolder.Find(Lib, "linux-x64", "System.Text.Json", _ => false));
}
