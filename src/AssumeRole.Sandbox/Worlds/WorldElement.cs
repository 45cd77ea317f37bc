using System.Text.Json;
using AssumeRole.Policies;
using AssumeRole.Roles;

namespace AssumeRole.Sandbox.Worlds;

/// <summary>
/// One object of the world file. It reads members by name, collects every problem with its JSON path, and in the end reports the
/// members that were not read, so that a misspelt name shows.
/// </summary>
internal sealed class WorldElement(JsonElement json, string path, ICollection<string> problems)
{
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public void Report(string name, string problem) => problems.Add($"{path}.{name}: {problem}");

    public string RequiredString(string name)
    {
        var value = OptionalString(name);
        if (json.ValueKind == JsonValueKind.Object && Find(name) is null) Report(name, "is missing");
        return value ?? "";
    }

    public string? OptionalString(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text) return text;
        Report(name, "a string that is not empty is expected");
        return null;
    }

    public string? OptionalString(string name, IReadOnlyCollection<string> among)
    {
        var value = OptionalString(name);
        if (value is null || among.Contains(value)) return value;
        ReportUnknown(name, value, among);
        return null;
    }

    public IamArn RequiredArn(string name, string type)
    {
        var text = RequiredString(name);
        if (IamArn.Parse(text) is { } arn && arn.Type == type) return arn;
        if (text.Length > 0) Report(name, $"'{text}' is not the ARN of a {type}");
        return new IamArn(text, "aws", "000000000000", type, "unknown");
    }

    public IamArn RequiredUserArn(string name)
    {
        var text = Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";
        return IamArn.Parse(text) is { IsRoot: true } root ? root : RequiredArn(name, "user");
    }

    public string RequiredAccount(string name)
    {
        var text = RequiredString(name);
        if (text.Length > 0 && !RoleArn.IsAccount(text)) Report(name, $"'{text}' is not the number of an account");
        return text;
    }

    public int Integer(string name, int otherwise, int least, int most)
    {
        if (Find(name) is not { } value) return otherwise;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
            return number;
        Report(name, $"a whole number from {least} to {most} is expected");
        return otherwise;
    }

    public bool Flag(string name, bool otherwise = false)
    {
        if (Find(name) is not { } value) return otherwise;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Report(name, "true or false is expected");
        return otherwise;
    }

    public T? Member<T>(string name, Func<WorldElement, T> read)
        where T : class =>
        Find(name) is { } value ? Read(value, $"{path}.{name}", problems, read) : null;

    public IReadOnlyList<T> List<T>(string name, Func<WorldElement, T> read) =>
        [.. Items(name).Select(item => Read(item.Json, item.Path, problems, read))];

    /// <summary>A list of lists. Items outside an inner list form one of their own.</summary>
    public IReadOnlyList<IReadOnlyList<T>> Levels<T>(string name, Func<WorldElement, T> read)
    {
        List<IReadOnlyList<T>> levels = [];
        List<T> loose = [];
        foreach (var (item, at) in Items(name))
        {
            if (item.ValueKind == JsonValueKind.Array)
                levels.Add([.. item.EnumerateArray().Select((inner, index) => Read(inner, $"{at}[{index}]", problems, read))]);
            else
                loose.Add(Read(item, at, problems, read));
        }

        if (loose.Count > 0) levels.Add(loose);
        return levels;
    }

    public IReadOnlyList<string> Strings(string name)
    {
        List<string> values = [];
        foreach (var (item, at) in Items(name))
        {
            if (item.ValueKind == JsonValueKind.String) values.Add(item.GetString()!);
            else problems.Add($"{at}: a string is expected");
        }

        return values;
    }

    public IReadOnlyList<string> Strings(string name, IEnumerable<string> among)
    {
        var values = Strings(name);
        foreach (var unknown in values.Except(among, StringComparer.Ordinal)) ReportUnknown(name, unknown, among);
        return values;
    }

    /// <summary>Any JSON, outliving the document it came from.</summary>
    public JsonElement? Raw(string name) => Find(name)?.Clone();

    /// <summary>Reads a policy document and checks it as AWS does when a policy is attached.</summary>
    public PolicyDocument? Policy(string name, PolicyKind kind)
    {
        if (Find(name) is not { } value)
        {
            Report(name, "is missing");
            return null;
        }

        var parsed = PolicyParser.Parse(value);
        var all = parsed.Document is null ? parsed.Problems : [.. parsed.Problems, .. PolicyGrammar.Check(parsed.Document, kind)];
        foreach (var problem in all) Report(name + problem.Path[1..], problem.Message.TrimEnd('.'));
        return parsed.Document;
    }

    /// <summary>Reads an object whose members are all known to <paramref name="read"/>.</summary>
    public static T Read<T>(JsonElement json, string path, ICollection<string> problems, Func<WorldElement, T> read)
    {
        if (json.ValueKind != JsonValueKind.Object) problems.Add($"{path}: an object is expected");
        var element = new WorldElement(json, path, problems);
        var value = read(element);
        element.ReportUnknown();
        return value;
    }

    private IEnumerable<(JsonElement Json, string Path)> Items(string name)
    {
        if (Find(name) is not { } value) return [];
        if (value.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray().Select((item, index) => (item, $"{path}.{name}[{index}]"));
        Report(name, "a list is expected");
        return [];
    }

    private JsonElement? Find(string name)
    {
        known.Add(name);
        return json.Member(name) is { ValueKind: not JsonValueKind.Undefined } value ? value : null;
    }

    private void ReportUnknown(string name, string value, IEnumerable<string> among) =>
        Report(name, $"'{value}' is not known; known are {string.Join(", ", among)}");

    private void ReportUnknown()
    {
        foreach (var member in json.Members().Where(member => !known.Contains(member.Name)))
            Report(member.Name, $"there is no such property here; known are {string.Join(", ", known)}");
    }
}
