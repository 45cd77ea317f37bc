using System.Text.Json;
using System.Text.RegularExpressions;

namespace AssumeRole.Tests;

/// <summary>What holds for the module's list and for the executable's alike.</summary>
internal static class SbomPackages
{
    /// <summary>The packages that a list names, as a lock file would.</summary>
    public static IReadOnlyList<LockedPackage> Of(Sbom sbom) =>
    [
        .. sbom.Packages
            .Select(package => new LockedPackage(
                Sbom.Name(package),
                Sbom.Version(package),
                Assert.Single(package.GetProperty("properties").EnumerateArray()).GetProperty("value").GetString()!))
            .OrderBy(package => package.Name, StringComparer.Ordinal),
    ];

    /// <summary>The required fields of https://cyclonedx.org/docs/1.6/json/, and references that lead somewhere.</summary>
    public static void AssertWellFormed(Sbom sbom)
    {
        Assert.Equal("CycloneDX", sbom.Root.GetProperty("bomFormat").GetString());
        Assert.Equal("1.6", sbom.Root.GetProperty("specVersion").GetString());
        Assert.Matches(
            "^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$", sbom.Root.GetProperty("serialNumber").GetString());
        Assert.Equal(1, sbom.Root.GetProperty("version").GetInt32());

        JsonElement[] components = [sbom.Product, .. sbom.Components, .. sbom.Files];
        Assert.All(components, component => Assert.Contains(component.GetProperty("type").GetString(), new[] { "application", "library", "file" }));
        var references = components.Select(component => component.GetProperty("bom-ref").GetString()!).ToArray();
        Assert.Equal(references.Distinct(StringComparer.Ordinal), references);

        var dependencies = sbom.Root.GetProperty("dependencies").EnumerateArray().ToDictionary(
            entry => entry.GetProperty("ref").GetString()!,
            entry => entry.TryGetProperty("dependsOn", out var others) ? others.EnumerateArray().Select(other => other.GetString()!).ToArray() : []);
        Assert.Equal(sbom.Components.Count + 1, dependencies.Count);
        Assert.Subset(references.ToHashSet(), dependencies.SelectMany(entry => entry.Value.Append(entry.Key)).ToHashSet());
        Assert.Equal(sbom.Components.Count, dependencies[sbom.Product.GetProperty("bom-ref").GetString()!].Length);

        // The same files make the same document wherever they are built.
        Assert.DoesNotContain("timestamp", sbom.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(StagedModule.Repository, sbom.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(".nuget", sbom.Text, StringComparison.Ordinal);
    }

    /// <summary>THIRD-PARTY-LICENSES.txt names what the list names, and the text of every licence lies there or beside it.</summary>
    public static void AssertLicensed(Sbom sbom, string folder)
    {
        var text = File.ReadAllText(Path.Combine(folder, "THIRD-PARTY-LICENSES.txt"));
        var named = Regex.Matches(text, @"^(\S+) (\d\S+)\n  Licence    (\S+)$", RegexOptions.Multiline)
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value));

        Assert.Equal(sbom.Packages.Select(package => (Sbom.Name(package), Sbom.Version(package), Sbom.License(package))), named);
        Assert.Equal(sbom.Packages.Count, Regex.Count(text, "^  Text       (LICENSE, beside this file|below)$", RegexOptions.Multiline));
        Assert.StartsWith("Apache License", File.ReadAllText(Path.Combine(folder, "LICENSE")).TrimStart(), StringComparison.Ordinal);
        foreach (var package in sbom.Packages.Where(package => Sbom.License(package) == "MIT"))
        {
            var own = text[text.IndexOf($"\nLicence of {Sbom.Name(package)} {Sbom.Version(package)}\n", StringComparison.Ordinal)..];
            Assert.Matches(@"^\nLicence of .*\n\n((.|\n){0,200}Permission is hereby granted, free of charge|As above\.)", own);
        }
    }
}
