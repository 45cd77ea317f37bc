namespace AssumeRole.Sts;

/// <summary>Where STS is asked.</summary>
/// <param name="Region">The region that requests are signed for, and whose STS is asked.</param>
/// <param name="Url">An address that stands in for the region's own, or null.</param>
public sealed record StsEndpoint(string Region, Uri? Url = null)
{
    /// <summary>Whether the region's FIPS endpoint is wanted; of no effect with an address.</summary>
    public bool UseFips { get; init; }

    /// <summary>Whether the region's dual-stack endpoint is wanted; of no effect with an address.</summary>
    public bool UseDualStack { get; init; }

    /// <summary>How often a request is sent.</summary>
    public RetryOptions Retries { get; init; } = new();

    /// <summary>What named the region: a parameter, a variable, a profile, the instance; empty if nobody said.</summary>
    public string RegionOrigin { get; init; } = string.Empty;

    /// <summary>The address without path, user and password, or the region whose STS is asked.</summary>
    public override string ToString() =>
        Url is null ? $"STS in {Region}" : Url.WithoutSecrets();
}
