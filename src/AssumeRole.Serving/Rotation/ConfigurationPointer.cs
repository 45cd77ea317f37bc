namespace AssumeRole.Rotation;

/// <summary>Where a team's configuration lies in S3, as an event names it in place of the configuration itself.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The object's key.</param>
public sealed record ConfigurationPointer(string Bucket, string Key)
{
    /// <summary>s3://bucket/key.</summary>
    public override string ToString() => $"s3://{Bucket}/{Key}";
}
