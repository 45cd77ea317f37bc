namespace AssumeRole.Aws.JsonProtocol;

/// <summary>A tag of a resource.</summary>
internal sealed class Tag
{
    public required string Key { get; init; }

    public required string Value { get; init; }
}
