using System.Text;

namespace AssumeRole.Policies;

/// <summary>
/// Puts the request's values in place of ${key} and ${key, 'default'}; ${*}, ${?} and ${$} stand for those characters
/// (IAM guide, "policy variables").
/// </summary>
internal static class PolicyVariables
{
    /// <summary>
    /// Expands a text. Null if a variable has no value and no default, or has several values: such a text matches nothing.
    /// </summary>
    public static WildcardPattern? Expand(string text, RequestContext context)
    {
        if (!text.Contains("${", StringComparison.Ordinal)) return WildcardPattern.Of(text);
        var expanded = new StringBuilder();
        List<bool> literal = [];
        for (var index = 0; index < text.Length; index++)
        {
            var end = text.AsSpan(index).StartsWith("${") ? text.IndexOf('}', index) : -1;
            if (end < 0)
            {
                expanded.Append(text[index]);
                literal.Add(false);
                continue;
            }

            if (Resolve(text[(index + 2)..end], context) is not { } value) return null;
            expanded.Append(value);
            literal.AddRange(Enumerable.Repeat(true, value.Length));
            index = end;
        }

        return new WildcardPattern(expanded.ToString(), [.. literal]);
    }

    /// <summary>
    /// Expands the ARN of a resource. Variables stand in its last part only, after the fifth colon: elsewhere the ARN matches
    /// nothing.
    /// </summary>
    public static WildcardPattern? ExpandResource(string arn, RequestContext context)
    {
        const int colonsBeforeResource = 5;
        var first = arn.IndexOf("${", StringComparison.Ordinal);
        if (first >= 0 && arn.AsSpan(0, first).Count(':') < colonsBeforeResource) return null;
        return Expand(arn, context);
    }

    private static string? Resolve(string variable, RequestContext context)
    {
        if (variable is "*" or "?" or "$") return variable;
        var comma = variable.IndexOf(',', StringComparison.Ordinal);
        var key = (comma < 0 ? variable : variable[..comma]).Trim();
        if (context[key] is [var value]) return value;
        var quoted = comma < 0 ? "" : variable[(comma + 1)..].Trim();
        return quoted.Length >= 2 && quoted[0] == '\'' && quoted[^1] == '\'' ? quoted[1..^1] : null;
    }
}
