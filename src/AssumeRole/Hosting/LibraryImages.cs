using System.Reflection;
using System.Runtime.Loader;

namespace AssumeRole.Hosting;

/// <summary>
/// Loads the libraries beside the module from their images, into PowerShell's own context as the portable files would be. Core comes
/// first, before anything names a type of it: no exported type may have a base, an interface or a field of one, enumerations included.
/// </summary>
internal static class LibraryImages
{
    private const string Core = "AssumeRole.Core";
    private static readonly string Module = Path.GetDirectoryName(typeof(LibraryImages).Assembly.Location)!;

    /// <summary>The libraries that lie beside the module.</summary>
    public static IReadOnlyCollection<string> Names { get; } = [Core, "AssumeRole.Diagnosis", "AssumeRole.Serving"];

    /// <summary>Loads Core, and the others when they are first needed.</summary>
    public static void Choose()
    {
        Find(Core);
        AssemblyLoadContext.Default.Resolving -= Resolve;
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) => Names.Contains(name.Name) ? Find(name.Name!) : null;

    /// <returns>The image, or null: PowerShell then finds the portable file.</returns>
    private static Assembly? Find(string name)
    {
        foreach (var path in ImageFolder.Find(Path.Combine(Module, "lib"), ImageFolder.Current, name, File.Exists))
        {
            try
            {
                return AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
            }
            catch (Exception error) when (error is BadImageFormatException or FileLoadException)
            {
                // A broken file, or another release of the module is loaded already: both are met as they would be without an image.
            }
        }

        return null;
    }
}
