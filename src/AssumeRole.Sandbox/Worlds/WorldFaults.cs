namespace AssumeRole.Sandbox.Worlds;

/// <summary>What goes wrong, as the world file says or a test sets while the sandbox runs. README.md says what each member does.</summary>
internal sealed record WorldFaults
{
    public int ClockOffsetSeconds { get; init; }

    public int DroppedConnections { get; init; }

    public int ThrottledPercent { get; init; }

    public IReadOnlyList<string> StoreNextErrors { get; init; } = [];

    public WorldAnswers Store { get; init; } = new();

    public int ThrottledCalls { get; init; }

    public int UnavailableCalls { get; init; }

    public IReadOnlyList<string> NextErrors { get; init; } = [];

    public int? PackedPolicySize { get; init; }

    public int StsDroppedConnections { get; init; }

    public bool StsUnreachable { get; init; }

    public bool StsSilent { get; init; }

    public WorldAnswers Sts { get; init; } = new();

    public int MetadataDroppedConnections { get; init; }

    public bool MetadataDisabled { get; init; }

    public bool MetadataTokenUnanswered { get; init; }

    public bool MetadataSilent { get; init; }

    public bool MetadataUnreachable { get; init; }

    public int MetadataTokenStatus { get; init; } = 200;

    public int MetadataTokenDelayMilliseconds { get; init; }

    public int MetadataDocumentStatus { get; init; } = 200;

    public int MetadataPaddingBytes { get; init; }

    public WorldAnswers Metadata { get; init; } = new();

    public string? InstanceProfileCode { get; init; }

    public string? InstanceCredentialCode { get; init; }

    public bool InstanceCredentialsExpired { get; init; }
}

internal sealed record WorldAnswers
{
    public int DelayMilliseconds { get; init; }

    /// <summary>The pause before each byte; 0 for an answer that is sent at once.</summary>
    public int DripMilliseconds { get; init; }

    public bool Truncated { get; init; }

    public WorldGarbage Garbage { get; init; }
}

/// <summary>What arrives in place of an answer.</summary>
internal enum WorldGarbage
{
    None,

    /// <summary>The greeting of another protocol.</summary>
    NotHttp,

    /// <summary>A page with status 200, as of a captive portal.</summary>
    Page,

    /// <summary>The page of a proxy that refuses, with status 403.</summary>
    ForbiddenPage,

    /// <summary>A redirect to a captive portal.</summary>
    Redirect,

    Empty,

    /// <summary>The answer, but its XML or JSON stops in the middle.</summary>
    Broken,
}
