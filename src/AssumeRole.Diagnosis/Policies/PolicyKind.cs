namespace AssumeRole.Policies;

/// <summary>Where a policy is attached; it settles which elements the policy may have and how its answer counts.</summary>
public enum PolicyKind
{
    /// <summary>Attached to a user or role: what that principal may do.</summary>
    Identity,

    /// <summary>A role's trust policy: who may assume it. Unlike other resource policies, it must allow.</summary>
    Trust,

    /// <summary>A resource's policy: who may use it.</summary>
    Resource,

    /// <summary>A permissions boundary: the most that identity policies can allow.</summary>
    PermissionsBoundary,

    /// <summary>Passed when a role is assumed: the most that the session may do.</summary>
    Session,

    /// <summary>A service control policy: the most that the principals of an account can do.</summary>
    ServiceControl,

    /// <summary>A resource control policy: the most that anybody can do with the resources of an account.</summary>
    ResourceControl,

    /// <summary>The policy of the VPC endpoint that the request comes through.</summary>
    VpcEndpoint,
}
