namespace AssumeRole.Sandbox.Worlds;

/// <summary>An MFA device of a user.</summary>
/// <param name="SerialNumber">Its serial number or ARN.</param>
/// <param name="UserArn">Whose it is.</param>
/// <param name="Codes">The codes that it accepts, any time and any number of times.</param>
internal sealed record WorldMfaDevice(string SerialNumber, string UserArn, IReadOnlyList<string> Codes);
