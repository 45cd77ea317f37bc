namespace AssumeRole.Policies;

/// <summary>The sort of principal that a policy names or that makes a request.</summary>
public enum PolicyPrincipalType
{
    /// <summary>Everyone: "*", alone or under AWS.</summary>
    Anyone,

    /// <summary>An account, user, role or role session.</summary>
    Aws,

    /// <summary>An AWS service, such as ec2.amazonaws.com.</summary>
    Service,

    /// <summary>An identity provider.</summary>
    Federated,

    /// <summary>An S3 canonical user id.</summary>
    CanonicalUser,
}
