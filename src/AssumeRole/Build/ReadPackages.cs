using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

// Compiled by MSBuild, see Sbom.targets; not part of AssumeRole.dll.

/// <summary>Says which packages assemblies come from, and refuses one without a licence or with another hash than the lock file's.</summary>
public sealed class ReadPackages : Task
{
    [Required]
    public ITaskItem[] Assemblies { get; set; } = Array.Empty<ITaskItem>();

    /// <summary>The lock files: a package that one of them names must have the hash that stands there.</summary>
    public ITaskItem[] LockFiles { get; set; } = Array.Empty<ITaskItem>();

    /// <summary>
    /// The packages by their purl, with Folder, Name, Version, License, Copyright, Supplier, Url, ContentHash, Needs (purls) and
    /// Assemblies (paths).
    /// </summary>
    [Output]
    public ITaskItem[] Packages { get; set; } = Array.Empty<ITaskItem>();

    /// <summary>The assemblies that come from no package: our own.</summary>
    [Output]
    public ITaskItem[] Own { get; set; } = Array.Empty<ITaskItem>();

    public override bool Execute()
    {
        var byFolder = Assemblies.Select(item => item.GetMetadata("FullPath")).ToLookup(PackageFolder, StringComparer.Ordinal);
        Own = byFolder[string.Empty].Select(path => new TaskItem(path)).ToArray<ITaskItem>();

        var facts = byFolder.Select(group => group.Key).Where(folder => folder.Length > 0).ToDictionary(folder => folder, ReadNuspec);
        var locks = LockFiles.Select(item => File.ReadAllText(item.ItemSpec)).ToArray();
        var packages = new List<ITaskItem>();
        foreach (var (folder, nuspec) in facts.Select(entry => (entry.Key, entry.Value)))
        {
            var item = new TaskItem(Purl(nuspec));
            item.SetMetadata("Folder", folder);
            item.SetMetadata("Name", Fact(nuspec, "id"));
            item.SetMetadata("Version", Fact(nuspec, "version"));
            item.SetMetadata("Supplier", Fact(nuspec, "authors"));
            item.SetMetadata("Copyright", Fact(nuspec, "copyright"));
            item.SetMetadata("Url", Fact(nuspec, "projectUrl"));
            item.SetMetadata("License", License(nuspec));
            item.SetMetadata("ContentHash", ContentHash(File.ReadAllText(Path.Combine(folder, ".nupkg.metadata"))));
            item.SetMetadata("Needs", string.Join(";", facts.Values.Where(other => Needs(nuspec, Fact(other, "id"))).Select(Purl)));
            item.SetMetadata("Assemblies", string.Join(";", byFolder[folder]));
            Check(item, locks);
            packages.Add(item);
        }

        Packages = packages.OrderBy(item => item.ItemSpec, StringComparer.Ordinal).ToArray();
        return !Log.HasLoggedErrors;
    }

    private void Check(ITaskItem package, string[] locks)
    {
        var name = package.GetMetadata("Name");
        if (package.GetMetadata("License").Length == 0)
            Log.LogError("{0} ships, but its package names no licence by an SPDX expression.", package.ItemSpec);
        foreach (var text in locks)
        {
            var entry = Regex.Match(text, "\"" + Regex.Escape(name) + "\":\\s*\\{[^{}]*", RegexOptions.IgnoreCase);
            if (entry.Success && ContentHash(entry.Value) != package.GetMetadata("ContentHash"))
                Log.LogError("{0} ships, but it is not the package whose hash stands in the lock file.", package.ItemSpec);
        }
    }

    /// <summary>The nearest folder above a file that holds a package's .nuspec, or an empty text.</summary>
    private static string PackageFolder(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder != null; folder = Path.GetDirectoryName(folder))
            if (Directory.EnumerateFiles(folder, "*.nuspec").Any()) return folder;
        return string.Empty;
    }

    private static XElement ReadNuspec(string folder) =>
        XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").First()).Root
            .Elements().First(element => element.Name.LocalName == "metadata");

    private static string Purl(XElement nuspec) => "pkg:nuget/" + Fact(nuspec, "id") + "@" + Fact(nuspec, "version");

    private static string License(XElement nuspec) => nuspec.Elements()
        .Where(element => element.Name.LocalName == "license" && (string)element.Attribute("type") == "expression")
        .Select(element => element.Value).FirstOrDefault() ?? string.Empty;

    private static bool Needs(XElement nuspec, string id) => nuspec.Descendants().Any(element =>
        element.Name.LocalName == "dependency" && string.Equals((string)element.Attribute("id"), id, StringComparison.OrdinalIgnoreCase));

    private static string Fact(XElement nuspec, string name) =>
        nuspec.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? string.Empty;

    private static string ContentHash(string json) => Regex.Match(json, "\"contentHash\":\\s*\"([^\"]+)\"").Groups[1].Value;
}
