using System.Text.RegularExpressions;

namespace AssumeRole.Reports;

/// <summary>A role, session or user by its name, without a path, and its account. Session is empty for all but sessions.</summary>
internal sealed partial record IdentityLabel(string Name, string Session, string Account, string Partition)
{
    /// <summary>The label of a text that is only an ARN, or null.</summary>
    public static IdentityLabel? Read(string text) =>
        Arn().Match(text) is { Success: true } match && match.Length == text.Length ? From(match.Value) : null;

    /// <summary>The label of the first ARN in a text, or null.</summary>
    public static IdentityLabel? Find(string text) =>
        Arn().Match(text) is { Success: true } match ? From(TrimSentence(match.Value)) : null;

    /// <summary>The text with a label in place of each ARN.</summary>
    public static string Shorten(string text) => Arn().Replace(text, match =>
    {
        var arn = TrimSentence(match.Value);
        return From(arn) + match.Value[arn.Length..];
    });

    public override string ToString() => $"{Name} @ {Account}";

    // A name may contain a dot or a comma, but at the end of an ARN in a sentence it belongs to the sentence.
    private static string TrimSentence(string arn) => arn.TrimEnd('.', ',');

    private static IdentityLabel From(string arn)
    {
        var parts = arn.Split(':', 6);
        var resource = parts[5].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return resource switch
        {
            ["assumed-role", var role, .. var session] => new(role, string.Join('/', session), parts[4], parts[1]),
            _ => new(resource[^1], string.Empty, parts[4], parts[1]),
        };
    }

    [GeneratedRegex(@"arn:[a-z][a-z0-9-]{1,31}:(?:iam|sts)::[0-9]{12}:(?:root|(?:role|user|assumed-role|federated-user)/[A-Za-z0-9_+=,.@/-]*[A-Za-z0-9_+=,.@-])", RegexOptions.CultureInvariant)]
    private static partial Regex Arn();
}
