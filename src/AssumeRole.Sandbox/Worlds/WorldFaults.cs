namespace AssumeRole.Sandbox.Worlds;

/// <summary>What is to go wrong. A running sandbox can be told anew.</summary>
internal sealed record WorldFaults
{
    /// <summary>How many of the next STS calls are throttled: 400 Throttling.</summary>
    public int ThrottledCalls { get; init; }

    /// <summary>How many of the STS calls after those find the service unavailable: 503 ServiceUnavailable.</summary>
    public int UnavailableCalls { get; init; }

    /// <summary>
    /// The errors that the STS calls after those meet, by name and in order. Errors of identity providers wait for a call of
    /// AssumeRoleWithWebIdentity.
    /// </summary>
    public IReadOnlyList<string> NextErrors { get; init; } = [];

    /// <summary>How many of the next requests, to either service, end in a reset.</summary>
    public int DroppedConnections { get; init; }

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

    /// <summary>The Code of the instance's credential document, instead of Success.</summary>
    public string? InstanceCredentialCode { get; init; }
}
