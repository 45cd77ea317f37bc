using System.Collections.Immutable;
using System.Text;
using AssumeRole.Cryptography;
using AssumeRole.Findings;
using AssumeRole.Policies;
using AssumeRole.Roles;

namespace AssumeRole.Terraform;

/// <summary>The account of each provider block, as far as the file shows it.</summary>
internal sealed record TerraformAccounts(
    TerraformResolver Resolver, ImmutableDictionary<string, string> Known, string Partition, string Unknown)
{
    /// <summary>Stands for an unknown account. AWS gives no account this number.</summary>
    public const string Placeholder = "000000000000";

    public static TerraformAccounts Read(TerraformDocument document, TerraformResolver resolver)
    {
        var accounts = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        string? partition = null;
        foreach (var provider in document.Configuration.Providers.Members())
        {
            var expressions = provider.Value.Member("expressions");
            if (expressions.At("allowed_account_ids", "constant_value").Texts().ToArray() is [var only] && RoleArn.IsAccount(only))
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

    public string AccountOf(TerraformResource resource) => Known.GetValueOrDefault(Resolver.Provider(resource), Unknown);

    public bool IsKnown(TerraformResource resource) => Known.ContainsKey(Resolver.Provider(resource));

    public TerraformAccounts With(TerraformResource resource, string account) =>
        this with { Known = Known.SetItem(Resolver.Provider(resource), account) };

    public TerraformAccounts WithUnknown(string account) => this with { Unknown = account };

    private static (string Account, string? Partition)? Account(TerraformResource resource)
    {
        if (resource is { IsData: true, Type: "aws_caller_identity" })
            return resource.Values["account_id"].Text is { } id && RoleArn.IsAccount(id) ? (id, null) : null;

        // A data source may be about another account's things, and so may an attachment.
        var isOwn = !resource.IsData && resource.Type is "aws_iam_role" or "aws_iam_policy" or "aws_iam_instance_profile" or "aws_iam_user";
        if (!isOwn || resource.Values["arn"].Text?.Split(':') is not ["arn", var partition, "iam", "", var account, _]) return null;
        return RoleArn.IsAccount(account) ? (account, partition) : null;
    }

    private static string Check(string? partition)
    {
        bool IsAllowed(char letter) => char.IsAsciiLetterLower(letter) || letter == '-' || char.IsAsciiDigit(letter);
        return partition is { Length: > 2 and < 32 } && partition.All(IsAllowed) ? partition : "aws";
    }
}

/// <summary>A resource that does not exist yet gets the ARN made from its account and its planned path and name.</summary>
internal sealed class TerraformArns(TerraformAccounts accounts)
{
    /// <summary>The ARN of an unknown resource that is not a role.</summary>
    public const string NoRole = "arn:aws:s3:::known-only-after-apply";

    /// <summary>The ARN of an unknown principal that calls no role here.</summary>
    public const string NoCaller = $"arn:aws:iam::{TerraformAccounts.Placeholder}:user/known-only-after-apply";

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
            _ => $"arn:{accounts.Partition}:{resource.Type.Split('_')[1]}:*:{accounts.AccountOf(resource)}:{resource.Address}",
        };
    }

    public RoleArn Role(TerraformResource role)
    {
        if (Parse(role.Values["arn"].Text) is { } known) return known;
        var path = role.Values["path"].NonEmptyText ?? "/";
        return new RoleArn(accounts.Partition, accounts.AccountOf(role), path, Name(role));
    }

    /// <summary>The planned name; if AWS generates it, the prefix and a placeholder.</summary>
    public static string Name(TerraformResource resource)
    {
        if (resource.Values["name"].NonEmptyText is { } name) return name;
        var address = Convert.ToHexString(Digest.Sha256(Encoding.UTF8.GetBytes(resource.Address)))[..8];
        return $"{resource.Values["name_prefix"].NonEmptyText}after-apply-{address}";
    }

    public static RoleArn? Parse(string? text)
    {
        try
        {
            return text is null ? null : RoleArn.Parse(text);
        }
        catch (AssumeRoleException)
        {
            return null;
        }
    }

    private string Iam(TerraformResource resource, string kind)
    {
        var path = resource.Values["path"].NonEmptyText ?? "/";
        var planned = $"arn:{accounts.Partition}:iam::{accounts.AccountOf(resource)}:{kind}{path}{Name(resource)}";
        return resource.Values["arn"].NonEmptyText ?? planned;
    }
}
