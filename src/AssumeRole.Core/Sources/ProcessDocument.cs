namespace AssumeRole.Sources;

/// <summary>What a credential_process prints.</summary>
internal sealed record ProcessDocument(
    int? Version, string? AccessKeyId, string? SecretAccessKey, string? SessionToken, DateTime? Expiration);
