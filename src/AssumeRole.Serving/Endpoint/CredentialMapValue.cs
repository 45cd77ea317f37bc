using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AssumeRole.Findings;

namespace AssumeRole.Endpoint;

/// <summary>A JSON value of a credential map. A property that was never read is reported as a problem, so a misspelt name shows.</summary>
internal sealed class CredentialMapValue
{
    private static readonly SearchValues<char> Word =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private readonly JsonElement json;
    private readonly string path;
    private readonly CredentialMapProblems problems;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public CredentialMapValue(JsonElement json, string path, CredentialMapProblems problems)
    {
        this.json = json;
        this.path = path;
        this.problems = problems;
        if (json.ValueKind != JsonValueKind.Object) Report("an object is expected");
    }

    public bool IsObject => json.ValueKind == JsonValueKind.Object;

    public void Report(string problem) => problems.Add(path, problem);

    /// <summary>Every member as an object. A repeated name is reported.</summary>
    public IEnumerable<(string Name, CredentialMapValue Value)> Members()
    {
        if (!IsObject) yield break;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            var value = new CredentialMapValue(member.Value, PathOf(member.Name), problems);
            if (!seen.Add(member.Name)) value.Report("it stands there twice");
            yield return (member.Name, value);
        }
    }

    /// <summary>A text, which may be empty.</summary>
    public string? Text(string name) => Find(name) is { } value ? TextOf(value, PathOf(name)) : null;

    /// <summary>A whole number, as digits.</summary>
    public string? Digits(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _)) return value.GetRawText();
        problems.Add(PathOf(name), "a whole number is expected");
        return null;
    }

    /// <summary>A JSON document, as an object or in a text.</summary>
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

    /// <summary>Reports every member that was never read, and every repeated one.</summary>
    /// <param name="passing">The known properties that work once only, and why.</param>
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

    /// <summary>Without white space: STS counts characters.</summary>
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

/// <summary>The problems of a map, each with its JSON path.</summary>
internal sealed class CredentialMapProblems
{
    private readonly List<string> wrong = [];
    private readonly List<string> passing = [];

    public void Add(string path, string problem) => wrong.Add($"{path}: {problem}");

    /// <summary>Adds a property that works once only and cannot be renewed.</summary>
    public void AddPassing(string path, string problem) => passing.Add($"{path}: {problem}");

    /// <exception cref="AssumeRoleException">MapInvalid or RenewalImpossible.</exception>
    public void ThrowIfAny(string source, int most)
    {
        if (wrong.Count > 0) throw FindingCatalogue.MapInvalid.Error(source, Join(wrong, most));
        if (passing.Count > 0)
            throw FindingCatalogue.RenewalImpossible.Error(
                source,
                Join(passing, most),
                remedy: "Take it out of the map, and start from an identity that lasts: source, profileName or webIdentityTokenFile.");
    }

    private static string Join(List<string> problems, int most) =>
        string.Join("; ", problems.Take(most)) + (problems.Count > most ? $"; and {problems.Count - most} more." : ".");
}
