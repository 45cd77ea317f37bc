using System.Runtime.Loader;

namespace AssumeRole.Hosting;

/// <summary>
/// Loads Core from its image, into PowerShell's own context as the file beside the module would be. This must come before anything
/// that names a type of Core: no exported type may have a base, an interface or a field of one, enumerations included.
/// </summary>
internal static class CoreImage
{
    /// <summary>Loads it, or leaves it to PowerShell to find the portable one.</summary>
    public static void Load()
    {
        var module = Path.GetDirectoryName(typeof(CoreImage).Assembly.Location)!;
        var image = Path.Combine(module, "lib", ImageFolder.Current, "AssumeRole.Core.dll");
        if (!File.Exists(image)) return;
        try
        {
            AssemblyLoadContext.Default.LoadFromAssemblyPath(image);
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException)
        {
            // A broken file, or another release of the module is loaded already: both are met as they would be without an image.
        }
    }
}
