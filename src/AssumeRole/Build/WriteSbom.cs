using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

// Compiled by MSBuild, see Sbom.targets; not part of AssumeRole.dll.

/// <summary>
/// Writes what ships as a CycloneDX 1.6 document (https://cyclonedx.org/docs/1.6/json/). The same files make the same bytes: it has
/// no time of day and no path of this machine, and its serial number is made of its content.
/// </summary>
public sealed class WriteSbom : Task
{
    [Required]
    public string Product { get; set; } = string.Empty;

    [Required]
    public string Version { get; set; } = string.Empty;

    [Required]
    public ITaskItem[] Own { get; set; } = Array.Empty<ITaskItem>();

    [Required]
    public ITaskItem[] Packages { get; set; } = Array.Empty<ITaskItem>();

    [Required]
    public string Folder { get; set; } = string.Empty;

    [Required]
    public ITaskItem[] Files { get; set; } = Array.Empty<ITaskItem>();

    [Required]
    public string OutputFile { get; set; } = string.Empty;

    public override bool Execute()
    {
        var product = "pkg:generic/" + Product + "@" + Version;
        var files = Files.Select(file => file.GetMetadata("FullPath")).OrderBy(Relative, StringComparer.Ordinal).ToList();
        var own = Own.Select(item => item.GetMetadata("Filename")).OrderBy(name => name, StringComparer.Ordinal).ToArray();
        var components = own
            .Select(name => Object(
                ("type", Text("library")), ("bom-ref", Text(name)), ("name", Text(name)), ("version", Text(Version)),
                ("licenses", License("Apache-2.0")),
                ("components", List(Take(files, path => NameOf(path) == name).Select(path => DescribeFile(path))))))
            .Concat(Packages.Select(package => DescribePackage(package, files)))
            .ToArray();
        // An executable is the product itself.
        var hashes = Take(files, path => NameOf(path) == Product).Select(Hashes).FirstOrDefault() ?? string.Empty;
        foreach (var path in files) Log.LogError("{0} ships, but no assembly that was restored or built has its name.", Relative(path));
        if (Log.HasLoggedErrors) return false;

        var all = own.Concat(Packages.Select(package => package.ItemSpec));
        var dependencies = new[] { Depends(product, all) }
            .Concat(own.Select(name => Depends(name, Array.Empty<string>())))
            .Concat(Packages.Select(package => Depends(package.ItemSpec, Split(package.GetMetadata("Needs")))));
        (string, string)[] body =
        {
            ("version", "1"),
            ("metadata", Object(
                ("lifecycles", List(new[] { Object(("phase", Text("build"))) })),
                ("component", Object(
                    ("type", Text("application")), ("bom-ref", Text(product)), ("name", Text(Product)), ("version", Text(Version)),
                    ("hashes", hashes), ("licenses", License("Apache-2.0")), ("purl", Text(product)))))),
            ("components", List(components)),
            ("dependencies", List(dependencies)),
        };
        (string, string)[] head =
        {
            ("$schema", Text("http://cyclonedx.org/schema/bom-1.6.schema.json")), ("bomFormat", Text("CycloneDX")),
            ("specVersion", Text("1.6")), ("serialNumber", Text(Serial(Object(body)))),
        };
        File.WriteAllText(OutputFile, Object(head.Concat(body).ToArray()) + "\n");
        return true;
    }

    private string DescribePackage(ITaskItem package, List<string> files)
    {
        var sources = Split(package.GetMetadata("Assemblies")).ToDictionary(NameOf);
        string SourceOf(string path) =>
            sources.TryGetValue(Regex.Replace(NameOf(path), "^AssumeRole[.]", string.Empty), out var source) ? source : null;

        return Object(
            ("type", Text("library")), ("bom-ref", Text(package.ItemSpec)),
            ("supplier", Object(("name", Text(package.GetMetadata("Supplier"))))),
            ("name", Text(package.GetMetadata("Name"))), ("version", Text(package.GetMetadata("Version"))),
            ("licenses", License(package.GetMetadata("License"))), ("copyright", Text(package.GetMetadata("Copyright"))),
            ("purl", Text(package.ItemSpec)),
            ("externalReferences", List(new[] { Object(("type", Text("website")), ("url", Text(package.GetMetadata("Url")))) })),
            ("components", List(Take(files, path => SourceOf(path) != null).Select(path => DescribeFile(path, SourceOf(path), package)))),
            ("properties", List(new[] { Object(("name", Text("nuget:contentHash")), ("value", Text(package.GetMetadata("ContentHash")))) })));
    }

    /// <summary>A file as it ships, and what it was made from where that is a package's and not the same.</summary>
    private string DescribeFile(string path, string source = null, ITaskItem package = null)
    {
        var pedigree = source == null || Hashes(source) == Hashes(path) ? string.Empty : Object(
            ("ancestors", List(new[]
            {
                Object(
                    ("type", Text("file")), ("name", Text(Path.GetFileName(source))), ("hashes", Hashes(source)),
                    ("purl", Text(package.ItemSpec + "#" + source.Substring(package.GetMetadata("Folder").Length + 1).Replace('\\', '/')))),
            })),
            // An image lies in a folder of its runtime below lib/.
            ("notes", Text(
                "Changed: its assembly name and those that it refers to begin with AssumeRole. here, and its strong name is removed."
                + (Relative(path).Count(letter => letter == '/') > 1 ? " Compiled ahead of time for one runtime." : string.Empty))));
        var name = Text(Relative(path));
        return Object(("type", Text("file")), ("bom-ref", name), ("name", name), ("hashes", Hashes(path)), ("pedigree", pedigree));
    }

    private string Relative(string path) => path.Substring(Path.GetFullPath(Folder).TrimEnd('/', '\\').Length + 1).Replace('\\', '/');

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    private static string[] Split(string list) => list.Split(new[] { ';' }, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Takes out of a list what a component claims, so that the rest belongs to none.</summary>
    private static List<string> Take(List<string> files, Predicate<string> claim)
    {
        var taken = files.FindAll(claim);
        files.RemoveAll(claim);
        return taken;
    }

    private static string Depends(string reference, IEnumerable<string> others) =>
        Object(("ref", Text(reference)), ("dependsOn", List(others.Select(Text))));

    private static string License(string expression) => List(new[]
    {
        expression.Contains(" ") ? Object(("expression", Text(expression))) : Object(("license", Object(("id", Text(expression))))),
    });

    private static string Hashes(string path) =>
        List(new[] { Object(("alg", Text("SHA-256")), ("content", Text(Hash(File.ReadAllBytes(path))))) });

    // RFC 9562: a UUID of version 8 is made of whatever one likes, here of a hash.
    private static string Serial(string content) =>
        "urn:uuid:" + Regex.Replace(Hash(Encoding.UTF8.GetBytes(content)), "^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*", "$1-$2-8$3-a$4-$5");

    private static string Hash(byte[] content)
    {
        using (var algorithm = SHA256.Create())
            return BitConverter.ToString(algorithm.ComputeHash(content)).Replace("-", string.Empty).ToLowerInvariant();
    }

    // JSON, without what is empty. No parser or writer of it is among the references that every MSBuild gives a task.
    private static string Object(params (string Name, string Value)[] members) => Lines(
        "{",
        members.Where(member => member.Value.Length > 0 && member.Value != "\"\"").Select(member => Text(member.Name) + ": " + member.Value),
        "}");

    private static string List(IEnumerable<string> items) => Lines("[", items, "]");

    private static string Lines(string open, IEnumerable<string> items, string close)
    {
        var body = string.Join(",\n", items);
        return body.Length == 0 ? string.Empty : open + "\n  " + body.Replace("\n", "\n  ") + "\n" + close;
    }

    private static string Text(string value) =>
        "\"" + Regex.Replace(value, "[\"\\\\\\x00-\\x1f]", match => "\\u" + ((int)match.Value[0]).ToString("x4")) + "\"";
}
