using System.Text;
using AssumeRole.Cryptography;
using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Terraform;

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
