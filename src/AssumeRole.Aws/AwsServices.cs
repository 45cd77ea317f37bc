using AssumeRole.Chains;
using AssumeRole.Profiles;
using AssumeRole.Sessions;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>AWS services over the SDK. Front doors open it by name.</summary>
public sealed class AwsServices : IAwsServices
{
    /// <inheritdoc/>
    public ISecurityTokenService SecurityTokenService { get; } = new SecurityTokenService();

    /// <inheritdoc/>
    public ISsoCredentialSource Sso { get; } = new SdkSsoCredentialSource();

    /// <inheritdoc/>
    public void WarmUp(IEnvironmentVariables variables) => StsWarmUp.Run(variables);
}
