namespace AssumeRole.Sandbox.Sessions;

/// <summary>Temporary credentials, and until when they are good.</summary>
internal abstract record TemporarySession
{
    public required string AccessKeyId { get; init; }

    public required Secret SecretAccessKey { get; init; }

    public required Secret SessionToken { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset Expiration { get; init; }
}
