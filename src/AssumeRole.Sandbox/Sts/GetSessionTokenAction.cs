using AssumeRole.Sandbox.Protocol;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sts;

/// <summary>sts:GetSessionToken. A user gives an MFA code by it, so it needs no permission; it accepts long-term keys only.</summary>
internal sealed class GetSessionTokenAction(World world, SessionStore sessions) : IStsAction
{
    private const int DefaultDuration = 43200;
    private const int LeastDuration = 900;
    private const int MostDuration = 129600;

    /// <summary>The root user's sessions are cut to an hour.</summary>
    private const int MostForRoot = 3600;

    public string Name => "GetSessionToken";

    public StsAnswer Execute(StsCall call)
    {
        var caller = call.Caller!;
        if (AssumeRoleParameters.Read(call.Parameters) is not { } parameters) return StsErrors.MalformedInput;
        var check = new ParameterCheck();
        check.Range(parameters.DurationSeconds, "durationSeconds", LeastDuration, MostDuration);
        check.MfaCode(parameters.SerialNumber, parameters.TokenCode);
        if (check.Error is { } invalid) return invalid;
        if (caller.Credentials is not null || caller.User is not { } user)
            return StsErrors.AccessDenied("Cannot call GetSessionToken with session credentials");
        if (world.FindAccount(caller.Account).DisabledRegions.Contains(call.Region)) return StsErrors.RegionDisabled(caller.Account);
        if (MultiFactorAuthentication.Check(world, caller, parameters) is { } badCode) return badCode;

        var seconds = parameters.DurationSeconds ?? DefaultDuration;
        if (caller.IsRoot) seconds = Math.Min(seconds, MostForRoot);
        var session = sessions.Issue(
            new UserSession { User = user, WithMfa = parameters.TokenCode is not null }, TimeSpan.FromSeconds(seconds));
        return new StsAnswer([StsXml.Credentials(session)]);
    }
}

/// <summary>Checks the MFA code of a call. Only users have devices: a session of a role cannot give a code.</summary>
internal static class MultiFactorAuthentication
{
    public static AwsError? Check(World world, Caller caller, AssumeRoleParameters parameters)
    {
        if (parameters.SerialNumber is null && parameters.TokenCode is null) return null;
        var device = world.MfaDevices.FirstOrDefault(device =>
            device.SerialNumber == parameters.SerialNumber && device.UserArn == caller.Arn);
        if (device is null)
        {
            return StsErrors.AccessDenied(
                "MultiFactorAuthentication failed, unable to validate MFA code. "
                + "Please verify your MFA serial number is valid and associated with this user.");
        }

        return parameters.TokenCode is { } code && device.Codes.Contains(code)
            ? null
            : StsErrors.AccessDenied("MultiFactorAuthentication failed with invalid MFA one time pass code. ");
    }
}
