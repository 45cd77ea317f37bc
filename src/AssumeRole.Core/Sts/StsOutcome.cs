namespace AssumeRole.Sts;

/// <summary>What became of one request, as far as the pace of the next ones goes.</summary>
internal enum StsOutcome
{
    /// <summary>Nobody answered, STS itself failed, or the caller gave up.</summary>
    Unanswered,

    /// <summary>STS dealt with it, even if it said no.</summary>
    Served,

    /// <summary>STS asked for fewer requests.</summary>
    Throttled,
}
