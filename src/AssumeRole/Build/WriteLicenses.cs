using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

// Compiled by MSBuild, see Sbom.targets; not part of AssumeRole.dll.

/// <summary>Writes whose packages ship, under which licence, and the licences' texts.</summary>
public sealed class WriteLicenses : Task
{
    [Required]
    public string Product { get; set; } = string.Empty;

    [Required]
    public string Version { get; set; } = string.Empty;

    [Required]
    public ITaskItem[] Packages { get; set; } = Array.Empty<ITaskItem>();

    /// <summary>Texts of licences for packages that bring none; a file's name is the licence's id.</summary>
    [Required]
    public ITaskItem[] Texts { get; set; } = Array.Empty<ITaskItem>();

    /// <summary>What others' work is compiled into a package's assemblies, a line for each; a file's name is the package's.</summary>
    [Required]
    public ITaskItem[] Inside { get; set; } = Array.Empty<ITaskItem>();

    [Required]
    public string OutputFile { get; set; } = string.Empty;

    public override bool Execute()
    {
        var list = new StringBuilder("Other people's work in " + Product + " " + Version + ", and its licences.\n");
        var texts = new StringBuilder();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var package in Packages)
        {
            var id = package.GetMetadata("License");
            var heading = package.GetMetadata("Name") + " " + package.GetMetadata("Version");
            list.Append('\n').Append(heading).Append('\n');
            Add(list, "Licence", id);
            Add(list, "By", package.GetMetadata("Supplier"));
            Add(list, "Copyright", package.GetMetadata("Copyright"));
            Add(list, "Source", package.GetMetadata("Url"));
            foreach (var inside in Inside.Where(item => item.GetMetadata("Filename") == package.GetMetadata("Name")))
                foreach (var line in File.ReadLines(inside.GetMetadata("FullPath"))) Add(list, "Inside", line);
            Add(list, "Text", id == "Apache-2.0" ? "LICENSE, beside this file" : "below");

            if (id == "Apache-2.0") continue;
            var own = Directory.EnumerateFiles(package.GetMetadata("Folder"), "LICENSE*")
                .OrderBy(path => path, StringComparer.Ordinal)
                .FirstOrDefault();
            var text = own ?? Texts.FirstOrDefault(item => item.GetMetadata("Filename") == id)?.GetMetadata("FullPath");
            if (text == null) Log.LogError("{0} ships under {1}, and there is no text of that licence.", package.ItemSpec, id);
            else Add(texts, "Licence of " + heading, own == null ? package.GetMetadata("Copyright") : string.Empty, text, known);
            foreach (var notices in Directory.EnumerateFiles(package.GetMetadata("Folder"), "THIRD-PARTY-NOTICES*"))
                Add(texts, "Notices of " + heading, string.Empty, notices, known);
        }

        if (Log.HasLoggedErrors) return false;
        File.WriteAllText(OutputFile, list.Append(texts).ToString());
        return true;
    }

    private static void Add(StringBuilder list, string name, string value)
    {
        if (value.Length > 0) list.Append("  ").Append(name.PadRight(11)).Append(value).Append('\n');
    }

    private static void Add(StringBuilder texts, string heading, string copyright, string path, HashSet<string> known)
    {
        var text = File.ReadAllText(path).Replace("\r\n", "\n").Trim('\n');
        texts.Append('\n').Append('-', 78).Append('\n').Append(heading).Append("\n\n");
        if (copyright.Length > 0) texts.Append(copyright).Append("\n\n");
        texts.Append(known.Add(text) ? text : "As above.").Append('\n');
    }
}
