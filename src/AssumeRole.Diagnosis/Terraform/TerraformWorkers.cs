using System.Text.Json;
using AssumeRole.Policies;

namespace AssumeRole.Terraform;

/// <summary>Finds the worker's role: that of the instance profile which an instance of the file uses.</summary>
internal sealed class TerraformWorkers
{
    private static readonly Dictionary<string, string[]> Machines = new(StringComparer.Ordinal)
    {
        ["aws_instance"] = ["iam_instance_profile"],
        ["aws_spot_instance_request"] = ["iam_instance_profile"],
        ["aws_launch_configuration"] = ["iam_instance_profile"],
        ["aws_launch_template"] = ["iam_instance_profile", "name", "arn"],
    };

    private readonly TerraformResolver resolver;
    private readonly TerraformGrants grants;
    private readonly TerraformResource[] profiles;
    private readonly TerraformResource[] machines;
    private readonly ILookup<string, TerraformResource> byName;
    private readonly ILookup<string, TerraformResource> rolesByArn;

    public TerraformWorkers(TerraformDocument document, TerraformResolver resolver, TerraformGrants grants)
    {
        this.resolver = resolver;
        this.grants = grants;
        profiles = [.. document.Resources.Where(item => item.Type == "aws_iam_instance_profile")];
        machines = [.. document.Resources.Where(item => !item.IsData && Machines.ContainsKey(item.Type))];
        byName = profiles.ToLookup(item => item.Values["name"].NonEmptyText ?? string.Empty, StringComparer.Ordinal);
        rolesByArn = document.Resources
            .Where(item => item.Type == "aws_iam_role")
            .ToLookup(item => item.Values["arn"].NonEmptyText ?? string.Empty, StringComparer.Ordinal);
    }

    /// <summary>The ways from machines to roles; if no machine uses a profile, from the profiles.</summary>
    public IReadOnlyList<TerraformWorker> Find()
    {
        TerraformWorker[] used = [.. machines
            .SelectMany(machine => Profiles(machine), (machine, profile) => new TerraformWorker(machine, profile, Role(profile)))
            .DistinctBy(worker => worker.Profile.Address)];
        var unused = profiles.Where(item => !item.IsData).Select(item => new TerraformWorker(null, item, Role(item)));
        return used.Length > 0 ? used : [.. unused];
    }

    /// <summary>The machines whose profile is not in the file.</summary>
    public IEnumerable<TerraformResource> Strangers() => machines.Where(machine =>
        Names(machine).Any(value => value.IsUnknown || value.NonEmptyText is not null) && !Profiles(machine).Any());

    private IEnumerable<TerraformResource> Profiles(TerraformResource machine)
    {
        var open = new Lazy<TerraformLeaf[]>(() => [.. Expressions(machine).SelectMany(item => resolver.Resolve(item, machine))]);
        foreach (var value in Names(machine))
        {
            if (value.NonEmptyText is { } name)
            {
                // A launch template may name the profile by its ARN.
                foreach (var profile in byName[name[(name.LastIndexOf('/') + 1)..]].Take(1)) yield return profile;
            }
            else if (value.IsUnknown && open.Value.Where(leaf => leaf.Resource?.Type == "aws_iam_instance_profile").ToArray() is [{ } leaf])
            {
                yield return leaf.Resource!;
            }
        }
    }

    private static IEnumerable<TerraformValue> Names(TerraformResource machine) => Machines[machine.Type] switch
    {
        [var attribute] => [machine.Values[attribute]],
        [var block, .. var attributes] => machine.Values[block].Items().SelectMany(item => attributes.Select(name => item[name])),
        _ => [],
    };

    private IEnumerable<JsonElement> Expressions(TerraformResource machine) => Machines[machine.Type] switch
    {
        [var attribute] => [resolver.Expression(machine, attribute)],
        [var block, .. var attributes] => resolver.Expression(machine, block).Items()
            .SelectMany(item => attributes.Select(name => item.Member(name))),
        _ => [],
    };

    private TerraformResource? Role(TerraformResource profile)
    {
        if (!profile.IsData) return grants.Roles(profile, "role") is [var role, ..] ? role : null;
        return profile.Values["role_arn"].NonEmptyText is { } arn ? rolesByArn[arn].FirstOrDefault() : null;
    }
}

internal sealed record TerraformWorker(TerraformResource? Machine, TerraformResource Profile, TerraformResource? Role)
{
    public string Way => Machine is null ? Profile.Address : $"{Machine.Address} -> {Profile.Address}";
}
