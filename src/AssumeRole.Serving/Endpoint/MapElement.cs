using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AssumeRole.Endpoint;

/// <summary>One value of a map. It is read by name, and at the end what nobody asked for is a problem: a misspelt name shows.</summary>
internal sealed class MapElement
{
    private static readonly SearchValues<char> Word =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private readonly JsonElement json;
    private readonly string path;
    private readonly MapProblems problems;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public MapElement(JsonElement json, string path, MapProblems problems)
    {
        this.json = json;
        this.path = path;
        this.problems = problems;
        if (json.ValueKind != JsonValueKind.Object) Report("an object is expected");
    }

    /// <summary>Whether it is what every value of a map should be.</summary>
    public bool IsObject => json.ValueKind == JsonValueKind.Object;

    public void Report(string problem) => problems.Add(path, problem);

    /// <summary>Every member as an object; one that is there twice is a problem.</summary>
    public IEnumerable<(string Name, MapElement Value)> Members()
    {
        if (!IsObject) yield break;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            var value = new MapElement(member.Value, PathOf(member.Name), problems);
            if (!seen.Add(member.Name)) value.Report("it stands there twice");
            yield return (member.Name, value);
        }
    }

    /// <summary>A text, which may be empty: that is for whoever checks it.</summary>
    public string? Text(string name) => Find(name) is { } value ? TextOf(value, PathOf(name)) : null;

    /// <summary>A whole number, as digits.</summary>
    public string? Digits(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _)) return value.GetRawText();
        problems.Add(PathOf(name), "a whole number is expected");
        return null;
    }

    /// <summary>A JSON document, either as it is or in a text.</summary>
    public string? Document(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Object } value ? Compact(value) : Text(name);

    public IReadOnlyList<string> Texts(string name)
    {
        if (Find(name) is not { } value) return [];
        if (value.ValueKind == JsonValueKind.Array)
            return [.. value.EnumerateArray().Select((item, index) => TextOf(item, $"{PathOf(name)}[{index}]")).OfType<string>()];
        problems.Add(PathOf(name), "a list is expected");
        return [];
    }

    /// <summary>An object of texts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs(string name)
    {
        if (Find(name) is not { } value) return [];
        if (value.ValueKind == JsonValueKind.Object)
        {
            return
            [
                .. from member in value.EnumerateObject()
                   let text = TextOf(member.Value, $"{PathOf(name)}.{member.Name}")
                   where text is not null
                   select KeyValuePair.Create(member.Name, text),
            ];
        }

        problems.Add(PathOf(name), "an object is expected");
        return [];
    }

    /// <summary>Notes every member that nobody asked for, and every one that is there twice.</summary>
    /// <param name="passing">What is known and works once only, and why; the values are not looked at.</param>
    public void ReportUnknownBut(params (string Name, string Problem)[] passing)
    {
        if (!IsObject) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            var problem = Array.Find(passing, one => one.Name == member.Name).Problem;
            if (problem is not null)
                problems.AddPassing(PathOf(member.Name), problem);
            else if (!known.Contains(member.Name))
                problems.Add(PathOf(member.Name), $"there is no such property here; known are {string.Join(", ", known)}");
            else if (!seen.Add(member.Name))
                problems.Add(PathOf(member.Name), "it stands there twice");
        }
    }

    /// <summary>Without blanks between its parts: STS counts characters.</summary>
    private static string Compact(JsonElement value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) value.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private string? TextOf(JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        problems.Add(at, "a text is expected");
        return null;
    }

    private JsonElement? Find(string name)
    {
        known.Add(name);
        return IsObject && json.TryGetProperty(name, out var value) ? value : null;
    }

    private string PathOf(string name) =>
        name.Length == 0 || char.IsAsciiDigit(name[0]) || name.AsSpan().ContainsAnyExcept(Word) ? $"{path}[{Quoted(name)}]" : $"{path}.{name}";

    /// <summary>A name of any length and content on one line of an error.</summary>
    private static string Quoted(string name)
    {
        const int most = 80;
        var end = name.Length <= most ? name.Length : char.IsHighSurrogate(name[most - 1]) ? most - 1 : most;
        return $"\"{JsonEncodedText.Encode(name.AsSpan(0, end), JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}{(end < name.Length ? "…" : "")}\"";
    }
}
