using System.Text.Json;

namespace AssumeRole.Terraform;

/// <summary>The policies that the resources of a file give to roles: inline policies and attachments, by name or by reference.</summary>
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

    public IReadOnlyList<TerraformResource> Unassigned => unassigned;

    public IReadOnlyList<TerraformGrant> To(TerraformResource role) => grants.GetValueOrDefault(role.Address, []);

    /// <summary>An attribute of the removed resources that gave something to a role.</summary>
    public IEnumerable<string> Removed(TerraformResource role, string type, string attribute) =>
        removed[(type, role.Values["name"].Text)].Select(item => item.Values[attribute].Text).OfType<string>();

    public TerraformResource? Policy(string arn) => policies.GetValueOrDefault(arn);

    public IEnumerable<TerraformGrant> Managed(TerraformResource owner, string attribute)
    {
        var (arns, referenced) = Read(owner, attribute, "aws_iam_policy", "arn");
        var unnamed = (referenced ?? [null]).Select(policy => new TerraformGrant(owner, null, policy));
        return arns.Select(arn => new TerraformGrant(owner, arn, Policy(arn))).Concat(unnamed);
    }

    /// <summary>The roles of the file that an attribute names; null if they are unknown.</summary>
    public IReadOnlyList<TerraformResource>? Roles(TerraformResource owner, string attribute)
    {
        var (names, referenced) = Read(owner, attribute, "aws_iam_role", "name");
        return referenced is null ? null : [.. names.SelectMany(name => RolesOfName(owner, name)), .. referenced.Select(role => role!)];
    }

    /// <summary><c>Referenced</c> stands for the unknown elements; null if the references do not match them one by one.</summary>
    private (string[] Known, TerraformResource?[]? Referenced) Read(TerraformResource owner, string attribute, string type, string identity)
    {
        var value = owner.Values[attribute];
        var items = value.Json.ValueKind == JsonValueKind.Array && !value.IsUnknown ? value.Items().ToArray() : [value];
        string[] known = [.. items.Select(item => item.NonEmptyText).OfType<string>()];
        var unknown = items.Count(item => item.IsUnknown);
        if (unknown == 0) return (known, []);

        var open = resolver.Resolve(resolver.Expression(owner, attribute), owner).Where(leaf => !leaf.IsKnown).ToArray();
        var isFound = open.Length == unknown
            && Array.TrueForAll(open, leaf => leaf.Resource?.Type == type && (leaf.Attribute is "id" or "" || leaf.Attribute == identity));
        return (known, isFound ? [.. open.Select(leaf => leaf.Resource)] : null);
    }

    /// <summary>The roles of a name, of the same provider if there are any: two accounts may have roles of the same name.</summary>
    private TerraformResource[] RolesOfName(TerraformResource owner, string name)
    {
        // role takes a name; some write an ARN, and its last part is the name.
        var all = rolesByName[name[(name.LastIndexOf('/') + 1)..]].ToArray();
        var own = all.Where(role => resolver.Provider(role) == resolver.Provider(owner)).ToArray();
        return own.Length > 0 ? own : all;
    }

    private void Add(TerraformResource resource)
    {
        (string Attribute, IEnumerable<TerraformGrant> Given)? grant = resource.Type switch
        {
            "aws_iam_role_policy" => ("role", [new TerraformGrant(resource, null, null)]),
            "aws_iam_role_policy_attachment" => ("role", Managed(resource, "policy_arn")),
            "aws_iam_policy_attachment" => ("roles", Managed(resource, "policy_arn")),
            "aws_iam_role_policy_attachments_exclusive" => ("role_name", Managed(resource, "policy_arns")),
            _ => null,
        };
        if (grant is not var (attribute, given)) return;
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

/// <summary>A managed policy has an ARN, if it is known, and a <c>Policy</c>, if it is in the file.</summary>
internal sealed record TerraformGrant(TerraformResource Resource, string? PolicyArn, TerraformResource? Policy)
{
    public bool IsInline => Resource.Type == "aws_iam_role_policy";
}
