using AssumeRole.Aws.Stores;
using AssumeRole.Profiles;
using AssumeRole.Rotation;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>The AWS SDK's side of the program. Front doors open it by name.</summary>
public sealed class AwsAdapters : IAwsAdapters
{
    private readonly StsSenders senders = new(SdkConfig.ForSts);

    /// <inheritdoc/>
    public ISecurityTokenService SecurityTokenService => new SdkSecurityTokenService(senders);

    /// <inheritdoc/>
    public ISecurityTokenService BlockingSecurityTokenService => new SdkSecurityTokenService(senders, blocks: true);

    /// <inheritdoc/>
    public ISsoCredentialSource Sso { get; } = new SdkSsoCredentialSource();

    /// <inheritdoc/>
    public IAwsStores Stores { get; } = new SdkStores();

    /// <inheritdoc/>
    public Task PrepareAsync(LikelyRequest likely) => Rehearsal.RunAsync(likely);
}
