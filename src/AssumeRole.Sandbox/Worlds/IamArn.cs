using System.Text;
using AssumeRole.Cryptography;
using AssumeRole.Roles;

namespace AssumeRole.Sandbox.Worlds;

/// <summary>
/// An ARN of a role, user, policy or provider: arn:partition:iam::account:type/path/name, or arn:partition:iam::account:root. More
/// than RoleArn of the core, which knows roles only.
/// </summary>
internal sealed record IamArn(string Text, string Partition, string Account, string Type, string Path)
{
    private const string Root = "root";

    /// <summary>The last part of the path, which STS shows.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public bool IsRoot => Type == Root;

    public static IamArn? Parse(string text)
    {
        if (text.Split(':') is not ["arn", var partition, "iam", "", var account, var resource]) return null;
        if (resource == Root && RoleArn.IsAccount(account)) return new IamArn(text, partition, account, Root, Root);
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        // AWS's own managed policies belong to the account aws.
        var isOwned = RoleArn.IsAccount(account) || (account == "aws" && resource.StartsWith("policy/", StringComparison.Ordinal));
        var isWhole = partition.Length > 0 && isOwned && slash > 0 && slash < resource.Length - 1 && resource[^1] != '/';
        return isWhole ? new IamArn(text, partition, account, resource[..slash], resource[(slash + 1)..]) : null;
    }

    public string SessionArn(string sessionName) => $"arn:{Partition}:sts::{Account}:assumed-role/{Name}/{sessionName}";

    public override string ToString() => Text;
}

/// <summary>IAM's unique ids. Those of an ARN are derived from it, so that a world has the same ones each time.</summary>
internal static class UniqueId
{
    private const int IdLength = 17;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string OfRole(IamArn arn) => "AROA" + Derive(arn);

    public static string OfUser(IamArn arn) => "AIDA" + Derive(arn);

    public static string OfInstanceProfile(IamArn arn) => "AIPA" + Derive(arn);

    public static string NewAccessKey() => "ASIA" + Encode(RandomBytes.Create(16));

    private static string Derive(IamArn arn) => Encode(Digest.Sha256(Encoding.UTF8.GetBytes(arn.Text)).AsSpan(0, IdLength));

    /// <summary>A character a byte: the alphabet's 32 divide 256, so all are equally likely.</summary>
    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var value in bytes) text.Append(Alphabet[value % Alphabet.Length]);
        return text.ToString();
    }
}
