namespace AssumeRole.Metadata;

/// <summary>What the differential probe makes of the answers to a token request and to a request without a token.</summary>
public enum MetadataVerdict
{
    /// <summary>The token was issued.</summary>
    Healthy,

    /// <summary>
    /// A request without a token is answered at once and the token request is not: of all answers only the one to the token
    /// request carries the limited IP time to live (EC2 guide, "Use IMDS").
    /// </summary>
    HopLimitTooLow,

    /// <summary>Nothing is there, or a firewall refuses: no connection, or one that is reset.</summary>
    Unreachable,

    /// <summary>Neither request is answered. A silent GET does not clear the hop limit.</summary>
    Silent,

    /// <summary>The service is switched off, or must not be used, or a proxy says for whom it asks.</summary>
    Disabled,

    /// <summary>Something answers that knows no tokens.</summary>
    Proxy,

    /// <summary>The service answers with an error.</summary>
    ServiceError,

    /// <summary>What answers is no token, broken off, too long or not HTTP.</summary>
    AnswerInvalid,

    /// <summary>An answer begins and does not end in time.</summary>
    Slow,
}
