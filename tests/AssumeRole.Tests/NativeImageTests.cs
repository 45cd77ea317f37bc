using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace AssumeRole.Tests;

/// <summary>What a small image must have so that the native executable runs there.</summary>
public sealed partial class NativeImageTests
{
    private const int Skipped = 77;

    private static readonly Version Oldest = new(2, 27);

    private static string[] Executables { get; } = StagedModule.NativeFolder is null
        ? []
        : Directory.GetFiles(Path.Combine(StagedModule.Repository, "output", "native"), "assumerole", SearchOption.AllDirectories);

    [Fact]
    public void No_version_of_glibc_is_newer_than_the_one_in_the_README()
    {
        Assert.SkipWhen(Executables.Length == 0 || !OperatingSystem.IsLinux(), "There is no native executable for Linux.");
        var readme = File.ReadAllText(Path.Combine(StagedModule.Repository, "README.md"));

        Assert.Contains($"glibc {Oldest}", readme, StringComparison.Ordinal);
        Assert.All(Executables, path =>
        {
            var names = GlibcPattern().Matches(Encoding.Latin1.GetString(File.ReadAllBytes(path)));
            Assert.All(names, name => Assert.True(Version.Parse(name.Groups[1].Value) <= Oldest, $"{name.Groups[1].Value} in {path}"));
        });
    }

    [Fact]
    public async Task The_loader_and_the_C_library_are_enough_to_start()
    {
        Assert.SkipWhen(StagedModule.NativeFolder is null || !OperatingSystem.IsLinux(), "There is no native executable for Linux.");
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(StagedModule.Repository, "tests", "images", "run.sh"));
        start.ArgumentList.Add("--quick");
        start.ArgumentList.Add(Path.Combine(StagedModule.NativeFolder, "assumerole"));

        using var script = Process.Start(start)!;
        var output = await script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.SkipWhen(script.ExitCode == Skipped, output);
        Assert.True(script.ExitCode == 0, output);
    }

    [GeneratedRegex(@"\0GLIBC_([0-9]+\.[0-9]+(?:\.[0-9]+)?)(?=\0)")]
    private static partial Regex GlibcPattern();
}
