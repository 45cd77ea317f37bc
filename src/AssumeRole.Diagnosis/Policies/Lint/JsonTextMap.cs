using System.Text.Json;

namespace AssumeRole.Policies.Lint;

/// <summary>The place of every element of a JSON text, and duplicate names, neither of which JsonDocument keeps.</summary>
internal sealed class JsonTextMap
{
    /// <summary>Skips comments and trailing commas, which <see cref="JsonRepair"/> reports.</summary>
    public static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    // No policy has a longer name, and each path below holds it again.
    private const int LongestName = 256;

    // Far more than a policy has. Elements after these are found at the nearest element around them.
    private const int MostPlaces = 20_000;

    private readonly byte[] json;
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly List<string> duplicates = [];

    /// <summary>Reads a valid JSON text, up to the first unreadable name or text.</summary>
    public JsonTextMap(byte[] json)
    {
        this.json = json;
        var options = new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        var reader = new Utf8JsonReader(json, options);
        var open = new Stack<Container>();
        var path = "$";
        while (UnreadableAt is null && reader.Read())
        {
            var offset = (int)reader.TokenStartIndex;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    path = EnterMember(open.Peek(), ReadText(ref reader), offset);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    break;
                default:
                    if (open.TryPeek(out var container) && container.IsList) path = $"{container.Path}[{container.Count++}]";
                    Add(path, offset);
                    if (reader.TokenType == JsonTokenType.String && ReadText(ref reader) is null) UnreadableAt = path;
                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                        open.Push(new Container(path, reader.TokenType == JsonTokenType.StartArray));
                    break;
            }
        }
    }

    public IReadOnlyList<string> Duplicates => duplicates;

    /// <summary>The path of a text or name with half a surrogate pair, or of a name longer than any policy has, or null.</summary>
    public string? UnreadableAt { get; private set; }

    /// <summary>The place of an element, or of the nearest element around it.</summary>
    public (int Offset, int Line) Find(string path)
    {
        for (var part = path; part.Length > 0; part = part[..Math.Max(0, part.LastIndexOfAny(['.', '[']))])
        {
            if (places.TryGetValue(part, out var offset)) return (offset, 1 + json.AsSpan(0, offset).Count((byte)'\n'));
        }

        return (0, 1);
    }

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private string EnterMember(Container container, string? name, int offset)
    {
        if (name is null || name.Length > LongestName)
        {
            UnreadableAt = container.Path;
            return container.Path;
        }

        var path = $"{container.Path}.{name}";
        if (!container.Names.Add(name)) duplicates.Add(path);
        Add(path, offset);
        return path;
    }

    private void Add(string path, int offset)
    {
        if (places.Count < MostPlaces) places.TryAdd(path, offset);
    }

    private sealed record Container(string Path, bool IsList)
    {
        public int Count { get; set; }

        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);
    }
}
