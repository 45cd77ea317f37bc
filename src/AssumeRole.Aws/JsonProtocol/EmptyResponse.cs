using System.Text.Json;
using Amazon.Runtime;

namespace AssumeRole.Aws.JsonProtocol;

/// <summary>A response of which nothing is needed.</summary>
internal sealed class EmptyResponse : AmazonWebServiceResponse, IJsonResponse
{
    public void Read(JsonElement json)
    {
        // Names and versions are known or of no use.
    }
}
