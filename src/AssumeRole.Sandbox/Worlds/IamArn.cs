namespace AssumeRole.Sandbox.Worlds;

/// <summary>An ARN of IAM, taken apart: arn:partition:iam::account:type/path/name.</summary>
internal sealed record IamArn(string Text, string Partition, string Account, string Type, string Path)
{
    /// <summary>The last part of the path, which is the name that STS shows.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Reads an ARN of IAM, or gives null for anything else.</summary>
    public static IamArn? Parse(string text)
    {
        if (text.Split(':') is not ["arn", var partition, "iam", "", var account, var resource]) return null;
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        // AWS's own managed policies belong to the account aws.
        var isAccount = (account.Length == 12 && account.All(char.IsAsciiDigit))
            || (account == "aws" && resource.StartsWith("policy/", StringComparison.Ordinal));
        var isWhole = partition.Length > 0 && isAccount && slash > 0 && slash < resource.Length - 1 && resource[^1] != '/';
        return isWhole ? new IamArn(text, partition, account, resource[..slash], resource[(slash + 1)..]) : null;
    }

    /// <summary>The ARN of a session of this role.</summary>
    public string SessionArn(string sessionName) => $"arn:{Partition}:sts::{Account}:assumed-role/{Name}/{sessionName}";

    /// <inheritdoc/>
    public override string ToString() => Text;
}
