using System.Reflection;
using System.Runtime.Loader;

namespace AssumeRole.Hosting;

/// <summary>
/// Loads what lies in lib/: the AWS SDK, our adapters on it, the sandbox. In a context of its own, so that AWS.Tools keeps its own
/// copy of the SDK in the same session. Opened on first use: importing the module loads nothing of it.
/// </summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    // One a process, whatever the number of runspaces: two copies of the SDK in two contexts of ours would share nothing.
    private static readonly Lazy<ModuleLoadContext> Opened = new(() => new ModuleLoadContext());

    private readonly string folder;

    private ModuleLoadContext()
        : base("AssumeRole", isCollectible: false)
    {
        var module = Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)!;
        folder = Path.Combine(module, "lib");
    }

    /// <summary>Makes an object of a type in lib/ that implements a port of Core.</summary>
    /// <typeparam name="T">The port.</typeparam>
    /// <param name="assembly">The assembly's simple name.</param>
    /// <param name="type">The type's full name; it has a public constructor without parameters.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static T Create<T>(string assembly, string type)
    {
        // Not by its name: .NET compares the name of what Load gives back by culture (AssemblyLoadContext.ResolveUsingLoad), and a
        // process's first such comparison loads ICU's collation, 7 ms.
        var loaded = Opened.Value.Find(assembly) ?? throw new FileNotFoundException($"{assembly}.dll is not in the module's lib/.");
        return (T)Activator.CreateInstance(loaded.GetType(type, throwOnError: true)!)!;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // The libraries beside the module are PowerShell's: their types cross the border and must be the same on both sides.
        if (!Libraries.Names.Contains(assemblyName.Name)) return Find(assemblyName.Name!);
        return GetLoadContext(typeof(Secret).Assembly)!.LoadFromAssemblyName(assemblyName);
    }

    private Assembly? Find(string name)
    {
        foreach (var path in ImageFolder.Find(folder, ImageFolder.Current, name, File.Exists))
            if (TryLoad(path) is { } assembly) return assembly;
        return null;
    }

    private Assembly? TryLoad(string path)
    {
        try
        {
            return LoadFromAssemblyPath(path);
        }
        catch (BadImageFormatException) when (Path.GetDirectoryName(path) != folder)
        {
            // A broken image is no reason to fail: the portable assembly is tried next.
            return null;
        }
    }
}

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
