using System.Text.Json;

namespace AssumeRole.Policies.Lint;

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
