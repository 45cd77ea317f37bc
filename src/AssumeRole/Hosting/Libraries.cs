using System.Runtime.Loader;

namespace AssumeRole.Hosting;

/// <summary>
/// Loads the libraries beside the module from their images, into PowerShell's own context as the portable files would be. This comes
/// before anything names a type of them: no exported type may have a base, an interface or a field of one, enumerations included.
/// </summary>
internal static class Libraries
{
    private static readonly string Module = Path.GetDirectoryName(typeof(Libraries).Assembly.Location)!;

    /// <summary>The libraries that lie beside the module. Scripts name their types, so all are loaded at import.</summary>
    public static IReadOnlyCollection<string> Names { get; } = ["AssumeRole.Core", "AssumeRole.Diagnosis", "AssumeRole.Serving"];

    /// <summary>Loads the best file of each.</summary>
    public static void Load()
    {
        foreach (var name in Names) Load(name);
    }

    private static void Load(string name)
    {
        var image = Path.Combine(Module, "lib", ImageFolder.Current, name + ".dll");
        if (File.Exists(image) && TryLoad(image)) return;
        TryLoad(Path.Combine(Module, name + ".dll"));
    }

    private static bool TryLoad(string path)
    {
        try
        {
            AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
            return true;
        }
        catch (Exception error) when (error is BadImageFormatException or IOException)
        {
            // A broken image, or another release of the module is loaded already: its libraries are found when a type is first named.
            return false;
        }
    }
}
