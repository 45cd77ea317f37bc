namespace AssumeRole.Policies;

internal sealed record PolicySet
{
    public IReadOnlyList<NamedPolicy> Identity { get; init; } = [];

    /// <summary>Trust policy, if the resource is a role. It must allow.</summary>
    public NamedPolicy? Trust { get; init; }

    /// <summary>The resource's own policy, if it is not a role.</summary>
    public NamedPolicy? Resource { get; init; }

    public NamedPolicy? PermissionsBoundary { get; init; }

    /// <summary>Session policies of the calling session; one of them must allow.</summary>
    public IReadOnlyList<NamedPolicy> Session { get; init; } = [];

    /// <summary>The levels of service control policies from the root down to the caller's account; one policy of each must allow.</summary>
    public IReadOnlyList<IReadOnlyList<NamedPolicy>> ServiceControl { get; init; } = [];

    /// <summary>Resource control policies of all levels above the resource. They only deny: RCPFullAWSAccess is always beside them.</summary>
    public IReadOnlyList<NamedPolicy> ResourceControl { get; init; } = [];

    public NamedPolicy? VpcEndpoint { get; init; }

    /// <summary>Every policy with its kind, in the order in which a denial is reported.</summary>
    public IEnumerable<(PolicyKind Kind, NamedPolicy Policy)> All()
    {
        foreach (var policy in ResourceControl) yield return (PolicyKind.ResourceControl, policy);
        foreach (var policy in ServiceControl.SelectMany(level => level)) yield return (PolicyKind.ServiceControl, policy);
        if (VpcEndpoint is not null) yield return (PolicyKind.VpcEndpoint, VpcEndpoint);
        foreach (var policy in Identity) yield return (PolicyKind.Identity, policy);
        if (Trust is not null) yield return (PolicyKind.Trust, Trust);
        if (Resource is not null) yield return (PolicyKind.Resource, Resource);
        if (PermissionsBoundary is not null) yield return (PolicyKind.PermissionsBoundary, PermissionsBoundary);
        foreach (var policy in Session) yield return (PolicyKind.Session, policy);
    }
}

internal sealed record NamedPolicy(string Name, PolicyDocument Document);

/// <summary>A policy that may allow or deny anything. <c>Why</c> completes "... was not read: ".</summary>
internal sealed record UnreadPolicy(PolicyKind Kind, string Name, string Why);
