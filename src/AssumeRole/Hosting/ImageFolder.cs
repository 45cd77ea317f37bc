using System.Runtime.InteropServices;

namespace AssumeRole.Hosting;

/// <summary>
/// Which file an assembly of lib/ is loaded from: its image for one platform and one release of .NET if there is one, or else its
/// portable IL. An image that is of another kind than it should be is no fault: .NET takes its IL.
/// </summary>
internal static class ImageFolder
{
    /// <summary>The folder of the images for the .NET that runs, below lib/.</summary>
    public static string Current { get; } = For(
        OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux",
        RuntimeInformation.ProcessArchitecture,
        Environment.Version.Major);

    /// <summary>The folder of the images for a platform and a release; see Build/Images.targets.</summary>
    public static string For(string system, Architecture architecture, int release) =>
        Path.Combine($"{system}-{Name(architecture)}", $"net{release}.0");

    /// <summary>The files that may hold an assembly, best first.</summary>
    /// <param name="lib">The folder lib/.</param>
    /// <param name="images">The folder of the images, below it.</param>
    /// <param name="assembly">The assembly's simple name.</param>
    /// <param name="exists">Whether there is such a file.</param>
    public static IEnumerable<string> Find(string lib, string images, string assembly, Func<string, bool> exists) =>
        new[] { Path.Combine(lib, images, assembly + ".dll"), Path.Combine(lib, assembly + ".dll") }.Where(exists);

    private static string Name(Architecture architecture) => architecture switch
    {
        Architecture.X64 => "x64",
        Architecture.Arm64 => "arm64",
        var other => other.ToString().ToLowerInvariant(),
    };
}
