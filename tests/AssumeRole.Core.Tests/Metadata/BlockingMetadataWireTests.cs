namespace AssumeRole.Core.Tests.Metadata;

/// <summary>The same of requests that block a thread each.</summary>
public sealed class BlockingMetadataWireTests : MetadataWireTests
{
    /// <inheritdoc/>
    protected override bool Blocks => true;
}
