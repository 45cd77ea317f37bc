namespace AssumeRole.Sandbox.Worlds;

/// <summary>What goes wrong, as the world file says (README.md) or a test sets while the sandbox runs.</summary>
internal sealed record WorldFaults
{
    /// <summary>How far the sandbox's clock is ahead of this machine's; negative if behind.</summary>
    public int ClockOffsetSeconds { get; init; }

    /// <summary>How many of the next requests, to any service, end in a reset.</summary>
    public int DroppedConnections { get; init; }

    /// <summary>How many of a hundred calls of STS and of the stores are throttled, at random.</summary>
    public int ThrottledPercent { get; init; }

    /// <summary>The errors of the next calls of the stores, by name and in order; None for a call that succeeds.</summary>
    public IReadOnlyList<string> StoreNextErrors { get; init; } = [];

    public WorldAnswers Store { get; init; } = new();

    /// <summary>How many of the next STS calls are throttled.</summary>
    public int ThrottledCalls { get; init; }

    /// <summary>How many of the STS calls after those find the service unavailable.</summary>
    public int UnavailableCalls { get; init; }

    /// <summary>
    /// The errors of the STS calls after those, by name and in order; None for a call that succeeds. Errors of identity providers wait
    /// for a call of AssumeRoleWithWebIdentity.
    /// </summary>
    public IReadOnlyList<string> NextErrors { get; init; } = [];

    /// <summary>The percentage that STS answers in place of its own measure.</summary>
    public int? PackedPolicySize { get; init; }

    public int StsDroppedConnections { get; init; }

    /// <summary>Every connection to STS is reset.</summary>
    public bool StsUnreachable { get; init; }

    /// <summary>STS accepts connections and never answers.</summary>
    public bool StsSilent { get; init; }

    public WorldAnswers Sts { get; init; } = new();

    public int MetadataDroppedConnections { get; init; }

    /// <summary>The metadata service answers 403 to everything, as when it is switched off.</summary>
    public bool MetadataDisabled { get; init; }

    /// <summary>Token requests are never answered, as when the hop limit is too low.</summary>
    public bool MetadataTokenUnanswered { get; init; }

    /// <summary>The metadata service never answers, as behind a firewall that drops.</summary>
    public bool MetadataSilent { get; init; }

    /// <summary>Every connection to the metadata service is reset, as where there is none.</summary>
    public bool MetadataUnreachable { get; init; }

    /// <summary>The status of token requests: 404 or 405 as of a metadata proxy without IMDSv2, or 503.</summary>
    public int MetadataTokenStatus { get; init; } = 200;

    /// <summary>The delay of token requests, if longer than that of other requests.</summary>
    public int MetadataTokenDelayMilliseconds { get; init; }

    /// <summary>The status of every document, for a client whose token is accepted.</summary>
    public int MetadataDocumentStatus { get; init; } = 200;

    /// <summary>How many blanks are added to every document.</summary>
    public int MetadataPaddingBytes { get; init; }

    public WorldAnswers Metadata { get; init; } = new();

    /// <summary>The Code of iam/info, in place of Success; the list of roles is empty then.</summary>
    public string? InstanceProfileCode { get; init; }

    /// <summary>The Code of the instance's credential document, in place of Success.</summary>
    public string? InstanceCredentialCode { get; init; }

    /// <summary>The instance's credentials have expired and are not renewed.</summary>
    public bool InstanceCredentialsExpired { get; init; }
}

/// <summary>What happens to the answers of one service on their way.</summary>
internal sealed record WorldAnswers
{
    public int DelayMilliseconds { get; init; }

    /// <summary>The pause before each byte; 0 for an answer that is sent at once.</summary>
    public int DripMilliseconds { get; init; }

    /// <summary>The connection closes in the middle of every body.</summary>
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

    /// <summary>Status 200 and no body.</summary>
    Empty,

    /// <summary>The answer, but its XML or JSON stops in the middle.</summary>
    Broken,
}
