namespace AssumeRole.Sandbox.Worlds;

/// <summary>What arrives in place of a service's answers.</summary>
internal enum WorldGarbage
{
    /// <summary>Nothing: the answers arrive.</summary>
    None,

    /// <summary>The greeting of another protocol.</summary>
    NotHttp,

    /// <summary>A page with status 200, as of a captive portal.</summary>
    Page,

    /// <summary>The page of a proxy that refuses, with status 403.</summary>
    ForbiddenPage,

    /// <summary>A redirection to such a portal.</summary>
    Redirect,

    /// <summary>Status 200 and no body.</summary>
    Empty,

    /// <summary>The answers, but XML and JSON stop in the middle.</summary>
    Broken,
}
