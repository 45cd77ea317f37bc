using System.Text.Json;

namespace AssumeRole.Policies.Lint;

/// <summary>A misspelt element is read as the element that was meant, so that its values are checked too.</summary>
internal sealed record LintStatement(string Path, PolicyKind Kind, ILookup<string, LintElement> Elements)
{
    /// <summary>True without a readable Effect.</summary>
    public bool Allows => Values("Effect").All(value => value.Text != "Deny");

    /// <summary>Whether all actions are those of assuming a role.</summary>
    public bool IsForRoles => Values("Action").ToArray() is { Length: > 0 } actions
        && Array.TrueForAll(actions, action => RoleCall.SignedActions.Contains(action.Text, StringComparer.OrdinalIgnoreCase));

    public static IEnumerable<LintStatement> ReadAll(JsonElement document, PolicyKind kind)
    {
        foreach (var element in LintElement.MembersOf(document, "$", PolicyWords.DocumentElements))
        {
            if (element.Name != "Statement") continue;
            if (element.Json.ValueKind == JsonValueKind.Object) yield return Read(element.Json, element.Path, kind);
            foreach (var (item, path) in element.Json.Items().Select((item, index) => (item, $"{element.Path}[{index}]")))
            {
                if (item.ValueKind == JsonValueKind.Object) yield return Read(item, path, kind);
            }
        }
    }

    public IEnumerable<LintValue> Values(string name) => Elements[name].SelectMany(LintValue.ReadAll);

    private static LintStatement Read(JsonElement json, string path, PolicyKind kind) =>
        new(path, kind, LintElement.MembersOf(json, path, PolicyWords.StatementElements).ToLookup(element => element.Name));
}

/// <summary>One key under one operator of a Condition. <c>OperatorName</c> is the name that was meant, <c>Key</c> as written.</summary>
internal sealed record LintCondition(
    string OperatorName, ConditionOperator? Operator, string Key, string Path, IReadOnlyList<LintValue> Values)
{
    public static IEnumerable<LintCondition> ReadAll(LintStatement statement) =>
        from condition in statement.Elements["Condition"]
        from name in LintElement.MembersOf(condition.Json, condition.Path, PolicyWords.Operators)
        from key in LintElement.MembersOf(name.Json, name.Path, [])
        select new LintCondition(name.Name, ConditionOperator.Parse(name.Name), key.Name, key.Path, [.. LintValue.ReadAll(key)]);

    public bool IsOn(string key) => Key.Equals(key, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A member of an object, under the name that was meant. <c>Path</c> has the name as written.</summary>
internal readonly record struct LintElement(string Name, string Path, JsonElement Json)
{
    public static IEnumerable<LintElement> MembersOf(JsonElement json, string path, IReadOnlyList<string> known)
    {
        foreach (var member in json.Members())
        {
            var name = known.Contains(member.Name) ? member.Name : NearestWord.Find(member.Name, known) ?? member.Name;
            yield return new LintElement(name, $"{path}.{member.Name}", member.Value);
        }
    }
}

internal readonly record struct LintValue(string Path, string Text)
{
    /// <summary>Other JSON types are reported by the parser.</summary>
    public static IEnumerable<LintValue> ReadAll(LintElement element) => element.Json.ValueKind == JsonValueKind.Array
        ? element.Json.EnumerateArray().SelectMany((item, index) => Read(item, $"{element.Path}[{index}]"))
        : Read(element.Json, element.Path);

    private static LintValue[] Read(JsonElement json, string path) => json.ValueKind switch
    {
        JsonValueKind.String => [new(path, json.GetString()!)],
        JsonValueKind.Number => [new(path, json.GetRawText())],
        JsonValueKind.True => [new(path, "true")],
        JsonValueKind.False => [new(path, "false")],
        _ => [],
    };
}
