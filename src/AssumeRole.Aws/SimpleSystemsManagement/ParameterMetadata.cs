namespace AssumeRole.Aws.SimpleSystemsManagement;

/// <summary>What Parameter Store says of a parameter, without its value.</summary>
internal sealed record ParameterMetadata(string Name, string? Description, string? KeyId, string? Type);
