namespace AssumeRole.Sandbox;

/// <summary>A request that the sandbox handled.</summary>
/// <param name="Service">"sts" or "imds".</param>
/// <param name="Action">The action of STS, or method and path of the metadata service.</param>
/// <param name="CallerArn">Who called; null if that was not found out.</param>
/// <param name="Parameters">The parameters of STS, without tokens and codes; empty for the metadata service.</param>
/// <param name="StatusCode">The status answered; 0 if there was no answer.</param>
/// <param name="ErrorCode">The error's code, if STS answered one.</param>
internal sealed record SandboxCall(
    string Service,
    string Action,
    string? CallerArn,
    IReadOnlyDictionary<string, string> Parameters,
    int StatusCode,
    string? ErrorCode);
