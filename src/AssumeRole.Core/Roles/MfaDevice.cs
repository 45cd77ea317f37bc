namespace AssumeRole.Roles;

/// <summary>The MFA device that answers for the first hop.</summary>
/// <param name="SerialNumber">The device's ARN or hardware serial number.</param>
/// <param name="TokenCode">Its six digits, or null to be asked for when the call is made.</param>
public sealed record MfaDevice(string SerialNumber, string? TokenCode);
