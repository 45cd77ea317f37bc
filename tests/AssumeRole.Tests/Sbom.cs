using System.Text.Json;

namespace AssumeRole.Tests;

/// <summary>A sbom.cdx.json as it ships.</summary>
internal sealed class Sbom
{
    public const string FileName = "sbom.cdx.json";

    private Sbom(string path)
    {
        Text = File.ReadAllText(path);
        Root = JsonDocument.Parse(Text).RootElement;
    }

    public string Text { get; }

    public JsonElement Root { get; }

    /// <summary>What ships as a whole.</summary>
    public JsonElement Product => Root.GetProperty("metadata").GetProperty("component");

    public IReadOnlyList<JsonElement> Components => [.. Root.GetProperty("components").EnumerateArray()];

    /// <summary>The components that are other people's packages.</summary>
    public IReadOnlyList<JsonElement> Packages => [.. Components.Where(component => component.TryGetProperty("purl", out _))];

    /// <summary>The files that ship, below their components.</summary>
    public IReadOnlyList<JsonElement> Files =>
    [
        .. Components
            .Where(component => component.TryGetProperty("components", out _))
            .SelectMany(component => component.GetProperty("components").EnumerateArray()),
    ];

    public static Sbom Read(string folder) => new(Path.Combine(folder, FileName));

    /// <summary>The SHA-256 that a component states, in capital letters.</summary>
    public static string Sha256(JsonElement component)
    {
        var hash = Assert.Single(component.GetProperty("hashes").EnumerateArray());
        Assert.Equal("SHA-256", hash.GetProperty("alg").GetString());
        return hash.GetProperty("content").GetString()!.ToUpperInvariant();
    }

    /// <summary>The id of the one licence that a component states.</summary>
    public static string License(JsonElement component) =>
        Assert.Single(component.GetProperty("licenses").EnumerateArray()).GetProperty("license").GetProperty("id").GetString()!;

    public static string Name(JsonElement component) => component.GetProperty("name").GetString()!;

    public static string Version(JsonElement component) => component.GetProperty("version").GetString()!;
}
