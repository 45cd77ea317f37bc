using System.Text.Json;

namespace AssumeRole.Policies.Lint;

/// <summary>
/// A statement as the lint sees it: an element whose name is nearly right is read as what was meant, so that its values are
/// looked at too.
/// </summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Kind">The kind of policy.</param>
/// <param name="Elements">Its elements, under the names that were meant.</param>
internal sealed record LintStatement(string Path, PolicyKind Kind, ILookup<string, LintElement> Elements)
{
    /// <summary>Whether it allows; a statement without a legible Effect is taken to.</summary>
    public bool Allows => !Elements["Effect"].SelectMany(LintValue.Of).Any(value => value.Text == "Deny");

    /// <summary>Whether it speaks of assuming roles and of nothing else.</summary>
    public bool IsForRoles
    {
        get
        {
            var actions = Elements["Action"].SelectMany(LintValue.Of).Select(value => value.Text).ToArray();
            return actions.Length > 0 && Array.TrueForAll(actions, action =>
                action.Equals(RoleCall.AssumeRole, StringComparison.OrdinalIgnoreCase)
                || action.Equals(RoleCall.TagSession, StringComparison.OrdinalIgnoreCase)
                || action.Equals(RoleCall.SetSourceIdentity, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>Reads the statements of a document.</summary>
    public static IEnumerable<LintStatement> ReadAll(JsonElement document, PolicyKind kind)
    {
        foreach (var element in LintElement.MembersOf(document, "$", PolicyWords.OfDocument))
        {
            if (element.Name != "Statement") continue;
            if (element.Json.ValueKind == JsonValueKind.Object) yield return Read(element.Json, element.Path, kind);
            if (element.Json.ValueKind != JsonValueKind.Array) continue;
            var index = 0;
            foreach (var item in element.Json.EnumerateArray())
            {
                var path = $"{element.Path}[{index++}]";
                if (item.ValueKind == JsonValueKind.Object) yield return Read(item, path, kind);
            }
        }
    }

    private static LintStatement Read(JsonElement json, string path, PolicyKind kind) =>
        new(path, kind, LintElement.MembersOf(json, path, PolicyWords.OfStatement).ToLookup(element => element.Name));
}

/// <summary>One key under one operator of a statement's Condition.</summary>
/// <param name="OperatorName">The operator that was meant.</param>
/// <param name="Operator">What it means, or null if IAM knows no such operator.</param>
/// <param name="Key">The context key as written.</param>
/// <param name="Path">Where the key stands.</param>
/// <param name="Values">The values.</param>
internal sealed record LintCondition(
    string OperatorName, ConditionOperator? Operator, string Key, string Path, IReadOnlyList<LintValue> Values)
{
    /// <summary>Reads the conditions of a statement.</summary>
    public static IEnumerable<LintCondition> ReadAll(LintStatement statement)
    {
        foreach (var condition in statement.Elements["Condition"])
        {
            foreach (var name in LintElement.MembersOf(condition.Json, condition.Path, PolicyWords.OfCondition))
            {
                foreach (var key in LintElement.MembersOf(name.Json, name.Path, []))
                    yield return new(name.Name, ConditionOperator.Parse(name.Name), key.Name, key.Path, [.. LintValue.Of(key)]);
            }
        }
    }

    /// <summary>Whether this is the key, whose case does not matter.</summary>
    public bool IsOn(string key) => Key.Equals(key, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A member of an object.</summary>
/// <param name="Name">The name that was meant.</param>
/// <param name="Path">Where it stands, with its name as written.</param>
/// <param name="Json">Its value.</param>
internal readonly record struct LintElement(string Name, string Path, JsonElement Json)
{
    /// <summary>The members of an object; none of anything else.</summary>
    public static IEnumerable<LintElement> MembersOf(JsonElement json, string path, IReadOnlyList<string> known)
    {
        if (json.ValueKind != JsonValueKind.Object) yield break;
        foreach (var member in json.EnumerateObject())
        {
            var name = known.Contains(member.Name) ? member.Name : NearestWord.Find(member.Name, known) ?? member.Name;
            yield return new LintElement(name, $"{path}.{member.Name}", member.Value);
        }
    }
}

/// <summary>One text of an element that has one or a list of them.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Text">The text.</param>
internal readonly record struct LintValue(string Path, string Text)
{
    /// <summary>The values of an element; what is no string, number or boolean is the parser's to report.</summary>
    public static IEnumerable<LintValue> Of(LintElement element)
    {
        if (element.Json.ValueKind != JsonValueKind.Array)
        {
            if (Read(element.Json) is { } lone) yield return new LintValue(element.Path, lone);
            yield break;
        }

        var index = 0;
        foreach (var item in element.Json.EnumerateArray())
        {
            var path = $"{element.Path}[{index++}]";
            if (Read(item) is { } text) yield return new LintValue(path, text);
        }
    }

    private static string? Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
