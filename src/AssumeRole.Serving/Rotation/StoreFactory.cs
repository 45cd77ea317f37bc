using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Profiles;
using AssumeRole.Sources;
using AssumeRole.Sts;

namespace AssumeRole.Rotation;

/// <summary>Opens stores with the identity and region that STS is called with, at each store's own endpoint variable.</summary>
internal sealed class StoreFactory(SessionIssuer issuer, RotationRequest request)
{
    private SourceRequest Source => new(request.Selection, request.Region, request.EndpointUrl);

    public async Task<ISecretStore> OpenAsync(IAwsStores stores, CancellationToken cancellationToken)
    {
        if (request.Store == SecretStoreKind.File) return new FileSecretStore(request.Folder);
        var keys = await GetKeysAsync(cancellationToken).ConfigureAwait(false);
        return request.Store == SecretStoreKind.ParameterStore
            ? stores.OpenParameterStore(keys, await GetEndpointAsync("SSM", "ssm", cancellationToken).ConfigureAwait(false))
            : stores.OpenSecretsManager(keys, await GetEndpointAsync("SECRETS_MANAGER", "secrets_manager", cancellationToken).ConfigureAwait(false));
    }

    public async Task<AwsKeys> GetKeysAsync(CancellationToken cancellationToken)
    {
        var start = await issuer.ResolveSourceAsync(Source, cancellationToken).ConfigureAwait(false);
        return start.Keys ?? throw FindingCatalogue.CredentialInvalid.Error(
            start.Origin,
            $"A store is written to with keys, and {start.Origin} has none.",
            remedy: "Give AWS_ROLE_ARN beside the token, or another -Source.");
    }

    /// <summary>Takes the service's name in variables and in profiles (AWS SDK reference, "Service-specific endpoints").</summary>
    public async Task<StoreEndpoint> GetEndpointAsync(string variable, string profileSection, CancellationToken cancellationToken)
    {
        var name = ProfileSource.EffectiveName(request.Selection.ProfileName, issuer.Variables);
        var sts = await issuer.ResolveEndpointAsync(Source, request.Selection.ProfileName, cancellationToken).ConfigureAwait(false);
        var profile = new Lazy<AwsProfile?>(() => issuer.Profiles.Value.Find(name));
        var url = ConfiguredEndpoint.Find(issuer.Variables, profile, variable, profileSection);
        return new StoreEndpoint(sts.Region, url) { CertificateBundle = sts.CertificateBundle };
    }
}
