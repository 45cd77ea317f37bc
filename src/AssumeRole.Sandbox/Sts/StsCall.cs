using AssumeRole.Http;

namespace AssumeRole.Sandbox.Sts;

/// <summary>One call of STS.</summary>
/// <param name="Parameters">What is asked.</param>
/// <param name="Request">The request as it came.</param>
internal sealed record StsCall(QueryParameters Parameters, HttpRequest Request);
