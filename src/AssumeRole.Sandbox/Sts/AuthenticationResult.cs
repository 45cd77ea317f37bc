using AssumeRole.Sandbox.Sessions;

namespace AssumeRole.Sandbox.Sts;

/// <summary>Who calls STS of which region, or why that is not accepted: caller or error is there.</summary>
internal readonly record struct AuthenticationResult(Caller? Caller, StsError? Error, string Region)
{
    public static implicit operator AuthenticationResult(StsError error) => new(null, error, "");
}
