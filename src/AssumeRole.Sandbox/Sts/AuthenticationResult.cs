using AssumeRole.Sandbox.Sessions;

namespace AssumeRole.Sandbox.Sts;

/// <summary>Who calls, or why that is not accepted: one of the two is there.</summary>
internal readonly record struct AuthenticationResult(Caller? Caller, StsError? Error)
{
    public static implicit operator AuthenticationResult(Caller caller) => new(caller, null);

    public static implicit operator AuthenticationResult(StsError error) => new(null, error);
}
