using System.Collections.Immutable;
using System.Text;
using AssumeRole.Cryptography;
using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Terraform;

/// <summary>
/// The account that each provider block works in, as far as the file says it: by data.aws_caller_identity, by the ARN of
/// something that exists, by allowed_account_ids or by the role that the provider assumes.
/// </summary>
internal sealed class TerraformAccounts
{
    /// <summary>Stands for an account that is not known. AWS gives no account this number.</summary>
    public const string Placeholder = "000000000000";

    private readonly TerraformResolver resolver;
    private readonly ImmutableDictionary<string, string> accounts;

    private TerraformAccounts(TerraformResolver resolver, ImmutableDictionary<string, string> accounts, string partition, string unknown)
    {
        this.resolver = resolver;
        this.accounts = accounts;
        Partition = partition;
        Unknown = unknown;
    }

    /// <summary>The partition; aws if the file does not say.</summary>
    public string Partition { get; }

    /// <summary>The account that is assumed for providers of which none is known.</summary>
    public string Unknown { get; }

    /// <summary>Reads what the file says.</summary>
    public static TerraformAccounts Of(TerraformDocument document, TerraformResolver resolver)
    {
        var accounts = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        string? partition = null;
        foreach (var provider in document.Configuration.Providers.Members())
        {
            var expressions = provider.Value.Member("expressions");
            if (expressions.At("allowed_account_ids", "constant_value").Texts().ToArray() is [var only] && IsAccount(only))
                accounts[provider.Name] = only;
            var role = expressions.Member("assume_role").Items().Select(block => block.At("role_arn", "constant_value").AsText());
            if (TerraformArns.Parse(role.FirstOrDefault()) is { } assumed) accounts[provider.Name] = assumed.Account;
        }

        foreach (var resource in document.Resources.Where(item => item.Type.StartsWith("aws_", StringComparison.Ordinal)))
        {
            if (resource.IsData && resource.Type == "aws_partition") partition ??= resource.Values["partition"].NonEmptyText;
            if (Account(resource) is not var (account, itsPartition)) continue;
            accounts[resolver.Provider(resource)] = account;
            partition ??= itsPartition;
        }

        return new TerraformAccounts(resolver, accounts.ToImmutable(), Check(partition), Placeholder);
    }

    /// <summary>The account of a resource.</summary>
    public string Of(TerraformResource resource) => accounts.GetValueOrDefault(resolver.Provider(resource), Unknown);

    /// <summary>Whether the file says which account a resource is in.</summary>
    public bool IsKnown(TerraformResource resource) => accounts.ContainsKey(resolver.Provider(resource));

    /// <summary>The same with one provider's account given.</summary>
    public TerraformAccounts With(TerraformResource resource, string account) =>
        new(resolver, accounts.SetItem(resolver.Provider(resource), account), Partition, Unknown);

    /// <summary>The same with another account assumed for those that are unknown.</summary>
    public TerraformAccounts WithUnknown(string account) => new(resolver, accounts, Partition, account);

    /// <summary>The account that a resource shows: its own ARN's, or the caller's.</summary>
    private static (string Account, string? Partition)? Account(TerraformResource resource)
    {
        if (resource is { IsData: true, Type: "aws_caller_identity" })
            return resource.Values["account_id"].Text is { } id && IsAccount(id) ? (id, null) : null;

        // A data source may be about another account's things, and so may an attachment.
        var isOwn = !resource.IsData && resource.Type is "aws_iam_role" or "aws_iam_policy" or "aws_iam_instance_profile" or "aws_iam_user";
        if (!isOwn || resource.Values["arn"].Text?.Split(':') is not ["arn", var partition, "iam", "", var account, _]) return null;
        return IsAccount(account) ? (account, partition) : null;
    }

    private static bool IsAccount(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);

    private static string Check(string? partition) =>
        partition is { Length: > 2 and < 32 } && partition.All(item => char.IsAsciiLetterLower(item) || item == '-' || char.IsAsciiDigit(item))
            ? partition
            : "aws";
}

/// <summary>
/// The ARNs that resources are to have. One that does not exist yet has none, and every reference to it stands for the same one
/// here: the account's, the path and the name that are planned.
/// </summary>
internal sealed class TerraformArns(TerraformAccounts accounts)
{
    /// <summary>An ARN that is no role's, for something of which only that much is known.</summary>
    public const string NoRole = "arn:aws:s3:::known-only-after-apply";

    /// <summary>A principal that is nobody who asks for a role here, likewise.</summary>
    public const string NoCaller = $"arn:aws:iam::{TerraformAccounts.Placeholder}:user/known-only-after-apply";

    /// <summary>The ARN that a reference stands for, or null if it stands for something else.</summary>
    public string? Find(TerraformLeaf leaf)
    {
        if (leaf.Resource is not { } resource || leaf.Attribute != "arn") return null;
        return resource.Type switch
        {
            "aws_iam_role" => Role(resource).ToString(),
            "aws_iam_user" => Iam(resource, "user"),
            "aws_iam_instance_profile" => Iam(resource, "instance-profile"),
            "aws_iam_policy" => Iam(resource, "policy"),
            _ when resource.IsData || !resource.Type.StartsWith("aws_", StringComparison.Ordinal) => null,
            "aws_s3_bucket" => $"arn:{accounts.Partition}:s3:::{resource.Address}",
            _ => $"arn:{accounts.Partition}:{resource.Type.Split('_')[1]}:*:{accounts.Of(resource)}:{resource.Address}",
        };
    }

    /// <summary>The ARN of a role.</summary>
    public RoleArn Role(TerraformResource role)
    {
        if (Parse(role.Values["arn"].Text) is { } known) return known;
        var path = role.Values["path"].NonEmptyText ?? "/";
        return new RoleArn(accounts.Partition, accounts.Of(role), path, Name(role));
    }

    /// <summary>The name of a role, user, profile or policy; for one that AWS is to name, its prefix and what stands for the rest.</summary>
    public static string Name(TerraformResource resource)
    {
        if (resource.Values["name"].NonEmptyText is { } name) return name;
        var address = Convert.ToHexString(Digest.Sha256(Encoding.UTF8.GetBytes(resource.Address)))[..8];
        return $"{resource.Values["name_prefix"].NonEmptyText}after-apply-{address}";
    }

    /// <summary>Reads a role's ARN, or gives null.</summary>
    public static RoleArn? Parse(string? text)
    {
        if (text is null) return null;
        try
        {
            return RoleArn.Parse(text);
        }
        catch (AssumeRoleException)
        {
            return null;
        }
    }

    private string Iam(TerraformResource resource, string kind) =>
        resource.Values["arn"].NonEmptyText
        ?? $"arn:{accounts.Partition}:iam::{accounts.Of(resource)}:{kind}{resource.Values["path"].NonEmptyText ?? "/"}{Name(resource)}";
}
