using System.Text.RegularExpressions;

namespace AssumeRole.Reports;

/// <summary>A role, session or user as people call it: by its name and its account.</summary>
/// <param name="Name">The name without path.</param>
/// <param name="Session">A session's name, or empty.</param>
/// <param name="Account">Twelve digits.</param>
/// <param name="Partition">aws, aws-cn, aws-us-gov or another.</param>
internal sealed partial record IdentityLabel(string Name, string Session, string Account, string Partition)
{
    /// <summary>The label of a text that is nothing but an ARN, or null.</summary>
    public static IdentityLabel? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Arn().Match(text) is { Success: true } match && match.Length == text.Length ? From(match.Value) : null;
    }

    /// <summary>The label of the first ARN in a text, or null.</summary>
    public static IdentityLabel? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Arn().Match(text) is { Success: true } match ? From(TrimSentence(match.Value)) : null;
    }

    /// <summary>The text with every ARN in it said as name and account.</summary>
    public static string Shorten(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Arn().Replace(text, match =>
        {
            var arn = TrimSentence(match.Value);
            return From(arn) + match.Value[arn.Length..];
        });
    }

    /// <summary>The name and the account.</summary>
    public override string ToString() => $"{Name} @ {Account}";

    // A dot or a comma may be part of a name, but at the end of an ARN in a sentence it is the sentence's.
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
