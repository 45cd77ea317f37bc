namespace AssumeRole.Sandbox.Sts;

/// <summary>One action of STS. Whether it wants a signature is its own business: some take none.</summary>
internal interface IStsAction
{
    /// <summary>The name, as in the Action parameter.</summary>
    string Name { get; }

    /// <summary>Answers a call.</summary>
    StsAnswer Execute(StsCall call);
}
