using System.Diagnostics;
using System.Security.Cryptography;

namespace AssumeRole.Tests;

/// <summary>The archives of the executable that build.ps1 -Task Release makes; tests/images/install.sh installs the .deb.</summary>
public sealed class ReleaseTests
{
    private static readonly string[] Installed =
    [
        "usr/bin/assumerole",
        "usr/share/bash-completion/completions/assumerole",
        "usr/share/doc/assumerole/THIRD-PARTY-LICENSES.txt",
        "usr/share/doc/assumerole/changelog.gz",
        "usr/share/doc/assumerole/copyright",
        "usr/share/doc/assumerole/sbom.cdx.json",
        "usr/share/man/man1/assumerole.1.gz",
        "usr/share/zsh/vendor-completions/_assumerole",
    ];

    [Fact]
    public async Task The_same_executable_makes_the_same_archives()
    {
        Assert.SkipWhen(StagedModule.NativeFolder is null || !OperatingSystem.IsLinux(), "There is no native executable for Linux.");
        Assert.SkipWhen(await RunAsync("sh", "-c", "command -v dpkg-deb") is null, "There is no dpkg-deb on PATH.");
        var folder = Directory.CreateTempSubdirectory("assumerole-release-").FullName;
        try
        {
            var first = await WriteAsync(Path.Combine(folder, "first"));
            var second = await WriteAsync(Path.Combine(folder, "second"));

            Assert.Equal(2, first.Count);
            Assert.Equal(first, second);

            var package = Assert.Single(Directory.GetFiles(Path.Combine(folder, "first"), "*.deb"));
            var root = Path.Combine(folder, "root");
            Assert.NotNull(await RunAsync("dpkg-deb", "--extract", package, root));
            var files = Directory.GetFiles(root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path));
            Assert.Equal(Installed, files.Order(StringComparer.Ordinal));
            var control = await RunAsync("dpkg-deb", "--field", package);
            Assert.Contains($"Version: {StagedModule.Version}\n", control, StringComparison.Ordinal);
            Assert.Contains("Depends: libc6 (>= 2.27), libssl", control, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Dictionary<string, string>> WriteAsync(string output)
    {
        Directory.CreateDirectory(output);
        var script = Path.Combine(StagedModule.Repository, "src", "AssumeRole.Cli", "Build", "write-release.sh");
        var executable = StagedModule.NativeFolder!;
        Assert.NotNull(await RunAsync("bash", script, Path.GetFileName(executable), StagedModule.Version, executable, output));
        return Directory.GetFiles(output).ToDictionary(
            path => Path.GetFileName(path),
            path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));
    }

    // The standard output, or null for an exit code other than 0.
    private static async Task<string?> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["SOURCE_DATE_EPOCH"] = "1700000000";
        start.Environment["OLDEST_GLIBC"] = "2.27";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0 ? output : null;
    }
}
