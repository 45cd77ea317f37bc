namespace AssumeRole.Aws.JsonProtocol;

/// <summary>What tells one service of AWS's JSON protocol from another, as its service model has it.</summary>
/// <param name="ServiceId">The service's id.</param>
/// <param name="SigningName">What requests are signed for, and the first part of the host name.</param>
/// <param name="TargetPrefix">What stands before the operation in X-Amz-Target.</param>
/// <param name="Version">The API's version.</param>
internal sealed record JsonServiceDescription(string ServiceId, string SigningName, string TargetPrefix, string Version);
