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
