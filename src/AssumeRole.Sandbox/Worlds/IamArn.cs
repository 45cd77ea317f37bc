namespace AssumeRole.Sandbox.Worlds;

/// <summary>An ARN of IAM, taken apart: arn:partition:iam::account:type/path/name, or arn:partition:iam::account:root.</summary>
internal sealed record IamArn(string Text, string Partition, string Account, string Type, string Path)
{
    private const string Root = "root";

    /// <summary>The last part of the path, which is the name that STS shows.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Whether this is the root user of the account.</summary>
    public bool IsRoot => Type == Root;

    /// <summary>Reads an ARN of IAM, or gives null for anything else.</summary>
    public static IamArn? Parse(string text)
    {
        if (text.Split(':') is not ["arn", var partition, "iam", "", var account, var resource]) return null;
        if (resource == Root && IsAccount(account)) return new IamArn(text, partition, account, Root, Root);
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        // AWS's own managed policies belong to the account aws.
        var isOwned = IsAccount(account) || (account == "aws" && resource.StartsWith("policy/", StringComparison.Ordinal));
        var isWhole = partition.Length > 0 && isOwned && slash > 0 && slash < resource.Length - 1 && resource[^1] != '/';
        return isWhole ? new IamArn(text, partition, account, resource[..slash], resource[(slash + 1)..]) : null;
    }

    /// <summary>Whether this is the number of an account.</summary>
    public static bool IsAccount(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);

    /// <summary>The ARN of a session of this role.</summary>
    public string SessionArn(string sessionName) => $"arn:{Partition}:sts::{Account}:assumed-role/{Name}/{sessionName}";

    /// <inheritdoc/>
    public override string ToString() => Text;
}
