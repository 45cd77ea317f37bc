using System.Text.Json;

namespace AssumeRole.Policies.Lint;

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
