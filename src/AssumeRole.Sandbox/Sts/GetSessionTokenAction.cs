using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sts;

/// <summary>
/// sts:GetSessionToken. It needs no permission, for it is how a user shows an MFA code; it takes long-term keys only.
/// </summary>
internal sealed class GetSessionTokenAction(
    World world, SessionStore sessions, RequestAuthentication authentication) : IStsAction
{
    private const int DefaultDuration = 43200;
    private const int LeastDuration = 900;
    private const int MostDuration = 129600;

    /// <summary>The root user's sessions are cut to an hour, whatever was asked.</summary>
    private const int MostForRoot = 3600;

    public string Name => "GetSessionToken";

    public StsAnswer Execute(StsCall call)
    {
        var authenticated = authentication.Authenticate(call);
        if (authenticated.Caller is not { } caller) return authenticated.Error!;
        return Execute(call, caller, authenticated.Region) with { CallerArn = caller.Arn };
    }

    private StsAnswer Execute(StsCall call, Caller caller, string region)
    {
        if (AssumeRoleParameters.Read(call.Parameters) is not { } parameters) return StsError.MalformedInput;
        if (Check(parameters) is { } invalid) return invalid;
        if (caller.Credentials is not null || caller.User is not { } user)
            return StsError.AccessDenied("Cannot call GetSessionToken with session credentials");
        if (world.FindAccount(caller.Account).DisabledRegions.Contains(region)) return StsError.RegionDisabled(caller.Account);
        if (MultiFactorAuthentication.Check(world, caller, parameters) is { } badCode) return badCode;

        var seconds = parameters.DurationSeconds ?? DefaultDuration;
        if (caller.IsRoot) seconds = Math.Min(seconds, MostForRoot);
        var session = sessions.Issue(user, withMfa: parameters.TokenCode is not null, TimeSpan.FromSeconds(seconds));
        sessions.Add(session);
        return StsAnswer.Success(CredentialsElement.Of(session));
    }

    private static StsError? Check(AssumeRoleParameters parameters)
    {
        var check = new ParameterCheck();
        check.Range(parameters.DurationSeconds, "durationSeconds", LeastDuration, MostDuration);
        check.MfaCode(parameters.SerialNumber, parameters.TokenCode);
        return check.Error;
    }
}
