using AssumeRole.Profiles;
using AssumeRole.Sessions;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>The side of the program that asks AWS: STS by itself, the rest by the SDK. Front doors open it by name.</summary>
public sealed class AwsAdapters : IAwsAdapters
{
    /// <inheritdoc/>
    public ISecurityTokenService SecurityTokenService { get; } = new SecurityTokenService(new StsSenders(TimeProvider.System));

    /// <inheritdoc/>
    public ISsoCredentialSource Sso { get; } = new SdkSsoCredentialSource();

    /// <inheritdoc/>
    public void Prepare(IEnvironmentVariables variables) =>
        Rehearsal.Run(hasKeys: variables.GetNonEmpty(SessionVariables.AccessKeyId) is not null);
}
