namespace AssumeRole.Rotation;

/// <summary>Where a store is asked.</summary>
/// <param name="Region">The region that requests are signed for, and whose service is asked.</param>
/// <param name="Url">An address that stands in for the region's own, or null.</param>
public sealed record StoreEndpoint(string Region, Uri? Url = null)
{
    /// <summary>The address without path, user and password, or the region.</summary>
    public override string ToString() => Url is null ? Region : Url.WithoutSecrets();
}
