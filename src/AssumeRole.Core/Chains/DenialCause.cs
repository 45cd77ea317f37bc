namespace AssumeRole.Chains;

/// <summary>Why AWS may have denied a role.</summary>
public enum DenialCause
{
    /// <summary>The caller's own policies do not allow sts:AssumeRole on the role, or deny it.</summary>
    IdentityPolicy,

    /// <summary>The role's trust policy does not let the caller in, or denies it.</summary>
    TrustPolicy,

    /// <summary>The trust policy asks for an external id that was not given, or for another one.</summary>
    ExternalId,

    /// <summary>Session tags were passed, and sts:TagSession is not allowed beside sts:AssumeRole.</summary>
    SessionTags,

    /// <summary>A source identity was passed, and sts:SetSourceIdentity is not allowed beside sts:AssumeRole.</summary>
    SourceIdentity,

    /// <summary>A service control or resource control policy of the organisation denies.</summary>
    OrganizationPolicy,

    /// <summary>The permissions boundary of the caller does not allow it.</summary>
    PermissionsBoundary,

    /// <summary>The session policy that the caller's own session was made with does not allow it.</summary>
    SessionPolicy,

    /// <summary>The policy of the VPC endpoint on the way does not allow it.</summary>
    EndpointPolicy,

    /// <summary>There is no such role.</summary>
    RoleMissing,
}
