namespace AssumeRole.Sandbox.Metadata;

/// <summary>A document of the metadata service.</summary>
internal sealed record MetadataDocument(string ContentType, string Text);
