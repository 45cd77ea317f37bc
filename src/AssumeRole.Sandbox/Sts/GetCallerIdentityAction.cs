namespace AssumeRole.Sandbox.Sts;

/// <summary>sts:GetCallerIdentity. It needs no permission, and no policy can deny it.</summary>
internal sealed class GetCallerIdentityAction : IStsAction
{
    public string Name => "GetCallerIdentity";

    public StsAnswer Execute(StsCall call)
    {
        var caller = call.Caller!;
        return new StsAnswer(
            [
                StsXml.Element("Arn", caller.Arn),
                StsXml.Element("UserId", caller.UserId),
                StsXml.Element("Account", caller.Account),
            ]);
    }
}
