namespace AssumeRole.Sources;

/// <summary>What a container credential endpoint answers.</summary>
internal sealed record ContainerDocument(
    string? AccessKeyId, string? SecretAccessKey, string? Token, DateTime? Expiration, string? Code, string? Message);
