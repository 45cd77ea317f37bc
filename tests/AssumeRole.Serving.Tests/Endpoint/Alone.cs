namespace AssumeRole.Serving.Tests.Endpoint;

/// <summary>Tests that measure the process: no other test may run beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
