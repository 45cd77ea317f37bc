namespace AssumeRole.Policies;

/// <summary>How closely a statement's Principal fits who asks, from not at all to by name.</summary>
internal enum PrincipalMatch
{
    /// <summary>It does not fit.</summary>
    None,

    /// <summary>It names the account, which delegates to that account's own policies.</summary>
    Account,

    /// <summary>It names the role of the session, or everyone.</summary>
    Role,

    /// <summary>It names the user, the very session, the service or the provider.</summary>
    Exact,
}
