using AssumeRole.Chains;
using AssumeRole.Profiles;
using AssumeRole.Sessions;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>AWS services over the SDK. Front doors open it by name.</summary>
internal sealed class AwsServices : IAwsServices
{
    public ISecurityTokenService SecurityTokenService { get; } = new SecurityTokenService();

    public ISsoCredentialSource Sso { get; } = new SdkSsoCredentialSource();

    public void WarmUp(IEnvironmentVariables variables) => StsWarmUp.Run(variables);
}
