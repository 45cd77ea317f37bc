namespace AssumeRole.Sandbox.Worlds;

/// <summary>What is to go wrong. A running sandbox can be told anew.</summary>
internal sealed record WorldFaults
{
    /// <summary>How many seconds the sandbox's clock is ahead of this machine's; behind it if negative.</summary>
    public int ClockOffsetSeconds { get; init; }

    /// <summary>How many of the next requests, to either service, end in a reset.</summary>
    public int DroppedConnections { get; init; }

    /// <summary>How many of a hundred calls of STS and of the stores are throttled, by chance.</summary>
    public int ThrottledPercent { get; init; }

    /// <summary>The errors that the next calls of the stores meet, by name and in order; None for one that goes well.</summary>
    public IReadOnlyList<string> StoreNextErrors { get; init; } = [];

    /// <summary>What becomes of the answers of the stores.</summary>
    public WorldAnswers Store { get; init; } = new();

    /// <summary>How many of the next STS calls are throttled: 400 Throttling.</summary>
    public int ThrottledCalls { get; init; }

    /// <summary>How many of the STS calls after those find the service unavailable: 503 ServiceUnavailable.</summary>
    public int UnavailableCalls { get; init; }

    /// <summary>
    /// The errors that the STS calls after those meet, by name and in order; None for one that goes well. Errors of identity
    /// providers wait for a call of AssumeRoleWithWebIdentity.
    /// </summary>
    public IReadOnlyList<string> NextErrors { get; init; } = [];

    /// <summary>What STS says of the size of policies and tags, in percent, in place of its own measure.</summary>
    public int? PackedPolicySize { get; init; }

    /// <summary>How many of the next STS calls end in a reset.</summary>
    public int StsDroppedConnections { get; init; }

    /// <summary>Whether every connection to STS is reset.</summary>
    public bool StsUnreachable { get; init; }

    /// <summary>Whether STS answers nothing at all.</summary>
    public bool StsSilent { get; init; }

    /// <summary>What becomes of the answers of STS.</summary>
    public WorldAnswers Sts { get; init; } = new();

    /// <summary>How many of the next requests to the metadata service end in a reset.</summary>
    public int MetadataDroppedConnections { get; init; }

    /// <summary>Whether the metadata service is switched off: 403 to everything.</summary>
    public bool MetadataDisabled { get; init; }

    /// <summary>Whether the request for a metadata token is never answered, as when the hop limit swallows the answer.</summary>
    public bool MetadataTokenUnanswered { get; init; }

    /// <summary>Whether the metadata service answers nothing at all, as behind a firewall that drops.</summary>
    public bool MetadataSilent { get; init; }

    /// <summary>Whether every connection to the metadata service is reset, as where there is none.</summary>
    public bool MetadataUnreachable { get; init; }

    /// <summary>
    /// The status of a request for a metadata token in place of 200: 404 or 405, as a metadata proxy without IMDSv2 answers, or
    /// 503.
    /// </summary>
    public int MetadataTokenStatus { get; init; } = 200;

    /// <summary>How long after the request the answer to a request for a token begins, if that is longer than for others.</summary>
    public int MetadataTokenDelayMilliseconds { get; init; }

    /// <summary>The status of every document in place of 200, for who may read it.</summary>
    public int MetadataDocumentStatus { get; init; } = 200;

    /// <summary>How many blanks stand behind every document.</summary>
    public int MetadataPaddingBytes { get; init; }

    /// <summary>What becomes of the answers of the metadata service.</summary>
    public WorldAnswers Metadata { get; init; } = new();

    /// <summary>The Code of iam/info, instead of Success; the list of roles is empty then.</summary>
    public string? InstanceProfileCode { get; init; }

    /// <summary>The Code of the instance's credential document, instead of Success.</summary>
    public string? InstanceCredentialCode { get; init; }

    /// <summary>Whether the instance's credentials have expired and are not renewed.</summary>
    public bool InstanceCredentialsExpired { get; init; }
}
