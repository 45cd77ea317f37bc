namespace AssumeRole.Lambda;

/// <summary>One invocation of the function.</summary>
/// <param name="RequestId">AWS's id of the invocation.</param>
/// <param name="Event">The event, as JSON.</param>
/// <param name="Deadline">When Lambda ends the function.</param>
public sealed record LambdaInvocation(string RequestId, string Event, DateTimeOffset Deadline);
