using System.Text.Json;

namespace AssumeRole.Aws.JsonProtocol;

/// <summary>A response that reads itself from JSON.</summary>
internal interface IJsonResponse
{
    /// <summary>Reads the members of the response's object.</summary>
    void Read(JsonElement json);
}
