using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sts;

/// <summary>Checks the MFA code that a call carries. Only a user has devices: a session of a role cannot present one.</summary>
internal static class MultiFactorAuthentication
{
    public static StsError? Check(World world, Caller caller, AssumeRoleParameters parameters)
    {
        if (parameters.SerialNumber is null && parameters.TokenCode is null) return null;
        var device = world.MfaDevices.FirstOrDefault(device =>
            device.SerialNumber == parameters.SerialNumber && device.UserArn == caller.Arn);
        if (device is null)
        {
            return StsError.AccessDenied(
                "MultiFactorAuthentication failed, unable to validate MFA code. "
                + "Please verify your MFA serial number is valid and associated with this user.");
        }

        return parameters.TokenCode is { } code && device.Codes.Contains(code)
            ? null
            : StsError.AccessDenied("MultiFactorAuthentication failed with invalid MFA one time pass code. ");
    }
}
