using System.Text.Json;
using AssumeRole.Policies;
using AssumeRole.Roles;

namespace AssumeRole.Terraform;

internal sealed class TerraformRoles(TerraformDocument document, TerraformResolver resolver, TerraformGrants grants)
{
    /// <summary>More unknown policies change nothing: any of them may allow or deny.</summary>
    private const int ShownUnassigned = 5;

    /// <summary>A role has at most 20 managed policies, and inline policies of 10 KiB together.</summary>
    private const int MaximumPolicies = 100;

    /// <summary>Looked-up roles included.</summary>
    public IReadOnlyList<TerraformResource> All { get; } = [.. document.Resources.Where(item => item.Type == "aws_iam_role")];

    /// <summary>Whether two roles have the same provider block, and so the same account.</summary>
    public bool AreTogether(TerraformResource first, TerraformResource second) =>
        resolver.Provider(first) == resolver.Provider(second);

    public TerraformRole Read(TerraformResource role, TerraformAccounts accounts)
    {
        var arns = new TerraformArns(accounts);
        var policies = new TerraformPolicyReader(resolver, new TerraformStatement(resolver, arns));
        List<TerraformPolicy> identity = [];
        List<string> managed = [];
        foreach (var grant in grants.To(role).Where(grant => grant.IsInline))
        {
            if (policies.Read(grant.Resource, "policy") is { } policy) identity.Add(policy);
        }

        identity.AddRange(Inline(role, policies));
        var attached = grants.To(role).Where(grant => !grant.IsInline).Concat(ManagedByRole(role));
        foreach (var grant in attached.DistinctBy(Identity))
        {
            if (grant is { PolicyArn: { } arn, Policy: null } && AwsManagedPolicies.Contains(arn)) managed.Add(arn);
            else identity.Add(Managed(grant, policies));
        }

        identity.AddRange(grants.Unassigned.Take(ShownUnassigned).Select(resource => TerraformPolicy.Unknown(
            resource.Address, "it is known only after apply to which role it belongs.")));
        if (role.IsData)
            identity.Add(TerraformPolicy.Elsewhere(role.Address, "the role is looked up, and the file does not have all its policies."));
        if (identity.Count > MaximumPolicies)
        {
            identity.RemoveRange(MaximumPolicies, identity.Count - MaximumPolicies);
            identity.Add(TerraformPolicy.Elsewhere(role.Address, "it has more policies than are read."));
        }

        var trust = policies.Read(role, "assume_role_policy");
        return new TerraformRole(role, arns.Role(role), trust, identity, managed, Boundary(role, policies));
    }

    private static string Identity(TerraformGrant grant) => grant.Policy?.Address ?? grant.PolicyArn ?? grant.Resource.Address;

    private static TerraformPolicy Managed(TerraformGrant grant, TerraformPolicyReader policies)
    {
        if (grant.Policy is { } resource)
            return policies.Read(resource, "policy") ?? TerraformPolicy.Elsewhere(resource.Address, "the file does not have its text.");
        return grant.PolicyArn is { } arn
            ? TerraformPolicy.Elsewhere(arn, $"{grant.Resource.Address} attaches it, and its text is not in the file.")
            : TerraformPolicy.Unknown(grant.Resource.Address, "it is known only after apply which policy it attaches.");
    }

    /// <summary>The role's own inline_policy blocks. Without such blocks the attribute shows the last known state, which may be policies
    /// that separate resources give it now, or that this plan removes.</summary>
    private IEnumerable<TerraformPolicy> Inline(TerraformResource role, TerraformPolicyReader policies)
    {
        var value = role.Values["inline_policy"];
        var blocks = resolver.Expression(role, "inline_policy").Items().ToArray();
        if (value.IsUnknown && blocks.Length > 0)
            return [TerraformPolicy.Unknown($"{role.Address}.inline_policy", "it is known only after apply.")];
        HashSet<string> elsewhere =
        [
            .. grants.To(role).Where(grant => grant.IsInline).Select(grant => grant.Resource.Values["name"].Text).OfType<string>(),
            .. grants.Removed(role, "aws_iam_role_policy", "name"),
        ];
        return value.Items()
            .Where(item => item["name"].Text is not { } name || !elsewhere.Contains(name))
            .Select(item => policies.Read(role, "inline_policy", item["policy"], Expression(item, blocks)))
            .OfType<TerraformPolicy>();
    }

    /// <summary>The expression of the block of the same name; blocks are a set, without order.</summary>
    private static JsonElement Expression(TerraformValue item, JsonElement[] blocks) => blocks.Length == 1
        ? blocks[0].Member("policy")
        : blocks.FirstOrDefault(block => item["name"].Text is { } name && block.At("name", "constant_value").AsText() == name)
            .Member("policy");

    /// <summary>The role's managed_policy_arns; if that is not configured, it shows all attachments.</summary>
    private IEnumerable<TerraformGrant> ManagedByRole(TerraformResource role)
    {
        var isConfigured = resolver.Expression(role, "managed_policy_arns").ValueKind != JsonValueKind.Undefined;
        if (role.Values["managed_policy_arns"].IsUnknown && !isConfigured) return [];
        var removed = grants.Removed(role, "aws_iam_role_policy_attachment", "policy_arn").ToHashSet(StringComparer.Ordinal);
        return grants.Managed(role, "managed_policy_arns").Where(grant => grant.PolicyArn is not { } arn || !removed.Contains(arn));
    }

    private TerraformPolicy? Boundary(TerraformResource role, TerraformPolicyReader policies)
    {
        var grant = grants.Managed(role, "permissions_boundary").FirstOrDefault();
        return grant switch
        {
            null => null,
            { PolicyArn: { } arn, Policy: null } when AwsManagedPolicies.Text(arn) is { } text => new(arn, text, string.Empty),
            { PolicyArn: null, Policy: null } =>
                TerraformPolicy.Unknown($"{role.Address}.permissions_boundary", "it is known only after apply."),
            _ => Managed(grant, policies),
        };
    }
}

/// <summary><c>Managed</c> has the ARNs of AWS's own policies. <c>Trust</c> is null if the file has none.</summary>
internal sealed record TerraformRole(
    TerraformResource Resource, RoleArn Arn, TerraformPolicy? Trust, IReadOnlyList<TerraformPolicy> Identity,
    IReadOnlyList<string> Managed, TerraformPolicy? Boundary)
{
    /// <summary>False if AWS generates the name.</summary>
    public bool IsNameKnown => Resource.Values["name"].NonEmptyText is not null;

    /// <summary>In seconds; null if the file does not have it.</summary>
    public int? MaximumDuration =>
        Resource.Values["max_session_duration"].Json is { ValueKind: JsonValueKind.Number } json
        && json.TryGetInt32(out var seconds)
            ? seconds
            : null;
}
