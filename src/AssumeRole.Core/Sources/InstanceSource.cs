using AssumeRole.Credentials;
using AssumeRole.Metadata;

namespace AssumeRole.Sources;

/// <summary>The role of the EC2 instance.</summary>
internal sealed class InstanceSource(InstanceRoleReader reader) : IBaseCredentialSource
{
    public CredentialSource Source => CredentialSource.Instance;

    public async Task<SourceAnswer> TryGetAsync(CancellationToken cancellationToken)
    {
        var name = await reader.ReadNameAsync(cancellationToken).ConfigureAwait(false);
        return SourceAnswer.Found(await reader.ReadCredentialsAsync(name, cancellationToken).ConfigureAwait(false));
    }
}
