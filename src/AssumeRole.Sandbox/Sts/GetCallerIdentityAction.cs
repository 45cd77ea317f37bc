namespace AssumeRole.Sandbox.Sts;

/// <summary>sts:GetCallerIdentity. It needs no permission: no policy can take it away.</summary>
internal sealed class GetCallerIdentityAction(RequestAuthentication authentication) : IStsAction
{
    public string Name => "GetCallerIdentity";

    public StsAnswer Execute(StsCall call)
    {
        var authenticated = authentication.Authenticate(call);
        if (authenticated.Caller is not { } caller) return authenticated.Error!;
        var answer = StsAnswer.Success(
            StsXml.Element("Arn", caller.Arn),
            StsXml.Element("UserId", caller.UserId),
            StsXml.Element("Account", caller.Account));
        return answer with { CallerArn = caller.Arn };
    }
}
