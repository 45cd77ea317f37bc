namespace AssumeRole.Cli.Tests.Running;

/// <summary>Where the built executables are.</summary>
internal static class Executable
{
    private static readonly string FileName = OperatingSystem.IsWindows() ? "assumerole.exe" : "assumerole";
    /// <summary>The folder of the checkout.</summary>
    public static readonly string Repository = FindRepository(AppContext.BaseDirectory);

    /// <summary>The folder for PATH of one build.</summary>
    public static string Folder(Build build) => build == Build.Jit
        ? Path.Combine(Repository, "artifacts", "bin", "AssumeRole.Cli", Configuration)
        : Path.Combine(Repository, "artifacts", "native", "publish", "AssumeRole.Cli", $"{Configuration}_{Platform}");

    /// <summary>The file of one build.</summary>
    public static string PathOf(Build build) => Path.Combine(Folder(build), FileName);

    /// <summary>Why there is nothing to test, or null.</summary>
    public static string? Absence(Build build)
    {
        if (build == Build.Jit) return null;
        var file = new FileInfo(PathOf(build));
        if (!file.Exists) return "There is no native executable: dotnet publish src/AssumeRole.Cli -p:Native=true makes it.";
        return IsOutdated(file)
            ? "The native executable is older than its sources: dotnet publish src/AssumeRole.Cli -p:Native=true renews it."
            : null;
    }

    // Tests and executables are built in the same configuration.
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name;

    private static string Platform
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
            var libc = system == "linux" && File.Exists("/etc/alpine-release") ? "-musl" : string.Empty;
            return $"{system}{libc}-{System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    private static bool IsOutdated(FileInfo executable) =>
        new[] { "AssumeRole.Cli", "AssumeRole.Core", "AssumeRole.Aws", "AssumeRole.Sandbox" }
            .Select(project => new DirectoryInfo(Path.Combine(Repository, "src", project)))
            .SelectMany(folder => folder.EnumerateFiles("*.cs", SearchOption.AllDirectories))
            .Any(source => source.LastWriteTimeUtc > executable.LastWriteTimeUtc);

    private static string FindRepository(string folder) => File.Exists(Path.Combine(folder, "AssumeRole.sln"))
        ? folder
        : FindRepository(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("AssumeRole.sln is in no folder above the tests."));
}
