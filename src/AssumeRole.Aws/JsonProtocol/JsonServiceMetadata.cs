using Amazon.Runtime.Internal;

namespace AssumeRole.Aws.JsonProtocol;

/// <summary>What the SDK asks a client about its service.</summary>
internal sealed class JsonServiceMetadata(string serviceId) : IServiceMetadata
{
    public string ServiceId => serviceId;

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
