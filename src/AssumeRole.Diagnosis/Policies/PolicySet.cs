namespace AssumeRole.Policies;

/// <summary>Every policy that has a say in a decision.</summary>
public sealed record PolicySet
{
    /// <summary>The policies of the user or role that asks.</summary>
    public IReadOnlyList<NamedPolicy> Identity { get; init; } = [];

    /// <summary>A role's trust policy, if the resource is a role. It must allow, or nothing does.</summary>
    public NamedPolicy? Trust { get; init; }

    /// <summary>The resource's own policy, if it is no role and has one.</summary>
    public NamedPolicy? Resource { get; init; }

    /// <summary>The permissions boundary of the user or role that asks.</summary>
    public NamedPolicy? PermissionsBoundary { get; init; }

    /// <summary>The session policies of the session that asks; one of them must allow.</summary>
    public IReadOnlyList<NamedPolicy> Session { get; init; } = [];

    /// <summary>The service control policies of the account that asks; if there are any, one of them must allow.</summary>
    public IReadOnlyList<NamedPolicy> ServiceControl { get; init; } = [];

    /// <summary>The resource control policies of the resource's account; if there are any, one of them must allow.</summary>
    public IReadOnlyList<NamedPolicy> ResourceControl { get; init; } = [];

    /// <summary>The policy of the VPC endpoint that the request comes through, if it comes through one.</summary>
    public NamedPolicy? VpcEndpoint { get; init; }

    /// <summary>Every policy with its kind, in the order in which a denial is reported.</summary>
    internal IEnumerable<(PolicyKind Kind, NamedPolicy Policy)> All()
    {
        foreach (var policy in ResourceControl) yield return (PolicyKind.ResourceControl, policy);
        foreach (var policy in ServiceControl) yield return (PolicyKind.ServiceControl, policy);
        if (VpcEndpoint is not null) yield return (PolicyKind.VpcEndpoint, VpcEndpoint);
        foreach (var policy in Identity) yield return (PolicyKind.Identity, policy);
        if (Trust is not null) yield return (PolicyKind.Trust, Trust);
        if (Resource is not null) yield return (PolicyKind.Resource, Resource);
        if (PermissionsBoundary is not null) yield return (PolicyKind.PermissionsBoundary, PermissionsBoundary);
        foreach (var policy in Session) yield return (PolicyKind.Session, policy);
    }
}

/// <summary>A policy under the name that a decision reports.</summary>
/// <param name="Name">The policy's name or ARN.</param>
/// <param name="Document">The document.</param>
public sealed record NamedPolicy(string Name, PolicyDocument Document);

/// <summary>A policy that has a say and whose text, or a part of it, is not known: it may allow or deny anything.</summary>
/// <param name="Kind">Where it is attached.</param>
/// <param name="Name">Its name, ARN or address.</param>
/// <param name="Why">Why it was not read, as the rest of the sentence "... was not read: ".</param>
public sealed record UnreadPolicy(PolicyKind Kind, string Name, string Why);
