using System.Globalization;
using System.Text.Json;

namespace AssumeRole.Policies.Lint;

/// <summary>
/// Where every element of a JSON text stands, which JsonDocument does not keep, and which names stand twice, which it takes
/// without a word.
/// </summary>
internal sealed class JsonTextMap
{
    // No policy has a longer name, and each path below holds it again.
    private const int LongestName = 256;

    // Far more than a policy has. What stands behind is found at the last place that was kept.
    private const int MostPlaces = 20_000;

    private readonly Dictionary<string, (int Order, int Line)> places = new(StringComparer.Ordinal);
    private readonly List<string> duplicates = [];

    private JsonTextMap()
    {
    }

    /// <summary>Comments and commas too many are read over: they are reported on their own.</summary>
    public static JsonReaderOptions ReaderOptions { get; } =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The paths of members whose name stands a second time in the same object.</summary>
    public IReadOnlyList<string> Duplicates => duplicates;

    /// <summary>The path of a text or name that has half of a surrogate pair or no policy's length, or null.</summary>
    public string? UnreadableAt { get; private set; }

    /// <summary>Reads a text that is known to be JSON, up to what is unreadable.</summary>
    public static JsonTextMap Read(ReadOnlySpan<byte> json)
    {
        var map = new JsonTextMap();
        var lines = new LineCounter(json);
        var reader = new Utf8JsonReader(json, ReaderOptions);
        var open = new Stack<Container>();
        var path = "$";
        while (map.UnreadableAt is null && reader.Read())
        {
            var line = lines.LineAt(reader.TokenStartIndex);
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    path = map.EnterMember(open.Peek(), ReadText(ref reader), line);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    break;
                default:
                    if (open.TryPeek(out var container) && container.IsList) path = container.NextItem();
                    map.Add(path, line);
                    if (reader.TokenType == JsonTokenType.String && ReadText(ref reader) is null) map.UnreadableAt = path;
                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                        open.Push(new Container(path, reader.TokenType == JsonTokenType.StartArray));
                    break;
            }
        }

        return map;
    }

    /// <summary>The place of an element, or of what it would stand in.</summary>
    public (int Order, int Line) Find(string path)
    {
        for (var part = path; part.Length > 0; part = Parent(part))
        {
            if (places.TryGetValue(part, out var place)) return place;
        }

        return (0, 1);
    }

    private static string Parent(string path) => path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];

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

    private string EnterMember(Container container, string? name, int line)
    {
        if (name is null || name.Length > LongestName)
        {
            UnreadableAt = container.Path;
            return container.Path;
        }

        var path = $"{container.Path}.{name}";
        if (!container.Names.Add(name)) duplicates.Add(path);
        Add(path, line);
        return path;
    }

    private void Add(string path, int line)
    {
        if (places.Count < MostPlaces) places.TryAdd(path, (places.Count, line));
    }

    /// <summary>An object or a list that is being read.</summary>
    private sealed class Container(string path, bool isList)
    {
        private int next;

        public string Path => path;

        public bool IsList => isList;

        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public string NextItem() => string.Create(CultureInfo.InvariantCulture, $"{path}[{next++}]");
    }

    /// <summary>Counts line ends on the way through the text.</summary>
    private ref struct LineCounter(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> text = text;
        private int counted = 0;
        private int line = 1;

        public int LineAt(long position)
        {
            line += text[counted..(int)position].Count((byte)'\n');
            counted = (int)position;
            return line;
        }
    }
}
