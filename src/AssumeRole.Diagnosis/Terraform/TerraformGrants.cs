using System.Text.Json;

namespace AssumeRole.Terraform;

/// <summary>Finds what the resources of a file give to roles: inline policies and attachments, by name or by reference.</summary>
internal sealed class TerraformGrants
{
    private readonly TerraformResolver resolver;
    private readonly Dictionary<string, TerraformResource> policies = new(StringComparer.Ordinal);
    private readonly ILookup<string, TerraformResource> rolesByName;
    private readonly Dictionary<string, List<TerraformGrant>> grants = new(StringComparer.Ordinal);
    private readonly List<TerraformResource> unassigned = [];
    private readonly ILookup<(string Type, string? Role), TerraformResource> removed;

    public TerraformGrants(TerraformDocument document, TerraformResolver resolver)
    {
        this.resolver = resolver;
        rolesByName = document.Resources
            .Where(item => item.Type == "aws_iam_role" && item.Values["name"].NonEmptyText is not null)
            .ToLookup(item => item.Values["name"].Text!, StringComparer.Ordinal);
        removed = document.Removed.ToLookup(item => (item.Type, item.Values["role"].Text));
        foreach (var policy in document.Resources.Where(item => item.Type == "aws_iam_policy"))
        {
            if (policy.Values["arn"].NonEmptyText is { } arn) policies[arn] = policy;
        }

        foreach (var resource in document.Resources.Where(item => !item.IsData)) Add(resource);
    }

    /// <summary>What gives a policy to some role, and the file does not say to which.</summary>
    public IReadOnlyList<TerraformResource> Unassigned => unassigned;

    /// <summary>Everything that a role is given.</summary>
    public IReadOnlyList<TerraformGrant> To(TerraformResource role) => grants.GetValueOrDefault(role.Address, []);

    /// <summary>An attribute of the resources that gave something to a role and that the plan removes.</summary>
    public IEnumerable<string> Removed(TerraformResource role, string type, string attribute) =>
        removed[(type, role.Values["name"].Text)].Select(item => item.Values[attribute].Text).OfType<string>();

    /// <summary>The managed policy of an ARN, if it is in the file.</summary>
    public TerraformResource? Policy(string arn) => policies.GetValueOrDefault(arn);

    /// <summary>The managed policies that an attribute names, by ARN or by reference.</summary>
    public IEnumerable<TerraformGrant> Managed(TerraformResource owner, string attribute)
    {
        var value = owner.Values[attribute];
        var items = value.Json.ValueKind == JsonValueKind.Array && !value.IsUnknown ? value.Items().ToArray() : [value];
        var open = resolver.Resolve(resolver.Expression(owner, attribute), owner).Where(leaf => !leaf.IsKnown).ToArray();
        var found = open.Where(leaf => leaf.Resource?.Type == "aws_iam_policy" && leaf.Attribute is "arn" or "id" or "").ToArray();
        foreach (var arn in items.Select(item => item.NonEmptyText).OfType<string>()) yield return new(owner, arn, Policy(arn));
        var unknown = items.Count(item => item.IsUnknown);
        if (unknown == 0) yield break;
        var isFound = found.Length == unknown && open.Length == unknown;
        foreach (var policy in isFound ? found.Select(leaf => leaf.Resource) : [null]) yield return new(owner, null, policy);
    }

    /// <summary>The role that an attribute names, or none if it is not in the file.</summary>
    /// <returns>Null if the file does not say which.</returns>
    public IReadOnlyList<TerraformResource>? Roles(TerraformResource owner, string attribute)
    {
        var value = owner.Values[attribute];
        var items = value.Json.ValueKind == JsonValueKind.Array && !value.IsUnknown ? value.Items().ToArray() : [value];
        var unknown = items.Count(item => item.IsUnknown);
        var named = items.Select(item => item.NonEmptyText).OfType<string>().SelectMany(name => RolesOfName(owner, name));
        if (unknown == 0) return [.. named];

        var open = resolver.Resolve(resolver.Expression(owner, attribute), owner).Where(leaf => !leaf.IsKnown).ToArray();
        var found = open.Where(leaf => leaf.Resource?.Type == "aws_iam_role" && leaf.Attribute is "name" or "id" or "").ToArray();
        return open.Length == unknown && found.Length == unknown ? [.. named, .. found.Select(leaf => leaf.Resource!)] : null;
    }

    /// <summary>Roles of a name, those of the same provider if there are any: the accounts of two may have one of the same name.</summary>
    private TerraformResource[] RolesOfName(TerraformResource owner, string name)
    {
        // role takes a name; some write an ARN, and its last part is the name.
        var all = rolesByName[name[(name.LastIndexOf('/') + 1)..]].ToArray();
        var own = all.Where(role => resolver.Provider(role) == resolver.Provider(owner)).ToArray();
        return own.Length > 0 ? own : all;
    }

    private void Add(TerraformResource resource)
    {
        switch (resource.Type)
        {
            case "aws_iam_role_policy":
                Add(resource, "role", [new TerraformGrant(resource, null, null)]);
                break;
            case "aws_iam_role_policy_attachment":
                Add(resource, "role", [.. Managed(resource, "policy_arn")]);
                break;
            case "aws_iam_policy_attachment":
                Add(resource, "roles", [.. Managed(resource, "policy_arn")]);
                break;
            case "aws_iam_role_policy_attachments_exclusive":
                Add(resource, "role_name", [.. Managed(resource, "policy_arns")]);
                break;
        }
    }

    private void Add(TerraformResource resource, string attribute, IReadOnlyList<TerraformGrant> given)
    {
        if (Roles(resource, attribute) is not { } roles)
        {
            unassigned.Add(resource);
            return;
        }

        foreach (var role in roles)
        {
            if (!grants.TryGetValue(role.Address, out var list)) grants[role.Address] = list = [];
            list.AddRange(given);
        }
    }
}

/// <summary>Something that gives a role a policy.</summary>
/// <param name="Resource">The resource that gives it.</param>
/// <param name="PolicyArn">The managed policy that it attaches, or null if it holds the policy itself, or the ARN is not known.</param>
/// <param name="Policy">The resource or data source of the managed policy, if it is in the file.</param>
internal sealed record TerraformGrant(TerraformResource Resource, string? PolicyArn, TerraformResource? Policy)
{
    /// <summary>Whether the policy stands in the resource itself.</summary>
    public bool IsInline => Resource.Type == "aws_iam_role_policy";
}
