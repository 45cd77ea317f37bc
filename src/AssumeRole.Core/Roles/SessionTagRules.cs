using System.Text.RegularExpressions;
using AssumeRole.Findings;

namespace AssumeRole.Roles;

/// <summary>The limits of session tags (IAM guide, "Pass session tags in AWS STS").</summary>
internal static partial class SessionTagRules
{
    private const int MaximumTags = 50;

    public static void Check(IReadOnlyList<SessionTag> tags, IReadOnlyList<string> transitiveKeys)
    {
        if (tags.Count > MaximumTags) throw Fault("Tag", $"{tags.Count} tags were given.");
        if (transitiveKeys.Count > MaximumTags) throw Fault("TransitiveTagKey", $"{transitiveKeys.Count} transitive keys were given.");

        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var tag in tags)
        {
            if (!KeyPattern().IsMatch(tag.Key)) throw Fault(tag.Key, $"The key '{tag.Key}' has {tag.Key.Length} characters or one that is not allowed.");
            if (tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw Fault(tag.Key, $"The key '{tag.Key}' begins with aws:.");
            if (!ValuePattern().IsMatch(tag.Value)) throw Fault(tag.Key, $"The value of '{tag.Key}' has {tag.Value.Length} characters or one that is not allowed.");
            if (!keys.Add(tag.Key)) throw Fault(tag.Key, $"The key '{tag.Key}' is there twice.");
        }

        foreach (var key in transitiveKeys)
            if (!keys.Contains(key)) throw Fault(key, $"The transitive key '{key}' is not among the tags.");
    }

    private static AssumeRoleException Fault(string target, string evidence) => FindingCatalogue.TagInvalid.Error(target, evidence);

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}\z")]
    private static partial Regex KeyPattern();

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}\z")]
    private static partial Regex ValuePattern();
}
