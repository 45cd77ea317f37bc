using AssumeRole.Profiles;
using AssumeRole.Sessions;
using AssumeRole.Sts;

namespace AssumeRole;

/// <summary>What the side of the program that asks AWS offers; a front door opens it by name, so that Core never refers to it.</summary>
public interface IAwsAdapters
{
    /// <summary>AWS STS.</summary>
    ISecurityTokenService SecurityTokenService { get; }

    /// <summary>IAM Identity Center.</summary>
    ISsoCredentialSource Sso { get; }

    /// <summary>Does what the first request would wait for and that needs no request. Nothing leaves the process.</summary>
    /// <param name="variables">What the first request will be made of.</param>
    void Prepare(IEnvironmentVariables variables)
    {
    }
}
