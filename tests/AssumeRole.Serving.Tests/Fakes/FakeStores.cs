using AssumeRole.Credentials;
using AssumeRole.Rotation;

namespace AssumeRole.Serving.Tests;

/// <summary>AWS's stores in memory.</summary>
internal sealed class FakeStores : IAwsStores
{
    public FakeSecretStore Secrets { get; } = new();

    /// <summary>The objects of S3.</summary>
    public Dictionary<S3Location, string> Objects { get; } = [];

    /// <summary>What was opened, with whose key and where.</summary>
    public List<string> Opened { get; } = [];

    public ISecretStore OpenSecretsManager(AwsKeys keys, StoreEndpoint endpoint) => Open("SecretsManager", keys, endpoint);

    public ISecretStore OpenParameterStore(AwsKeys keys, StoreEndpoint endpoint) => Open("ParameterStore", keys, endpoint);

    public Task<string> ReadObjectAsync(S3Location location, AwsKeys keys, StoreEndpoint endpoint, CancellationToken cancellationToken)
    {
        Opened.Add($"S3 {keys.AccessKeyId} {endpoint}");
        return Objects.TryGetValue(location, out var text)
            ? Task.FromResult(text)
            : Task.FromException<string>(new StoreException(new StoreFault("NoSuchKey", "The specified key does not exist.", 404, "id-1")));
    }

    private FakeSecretStore Open(string name, AwsKeys keys, StoreEndpoint endpoint)
    {
        Opened.Add($"{name} {keys.AccessKeyId} {endpoint}");
        return Secrets;
    }
}
