using System.Text.Json;
using Amazon.Runtime;
using AssumeRole.Aws.JsonProtocol;

namespace AssumeRole.Aws.SimpleSystemsManagement;

internal sealed class DescribeParametersResponse : AmazonWebServiceResponse, IJsonResponse
{
    public List<ParameterMetadata> Parameters { get; private set; } = [];

    public void Read(JsonElement json) => Parameters =
    [
        .. json.List("Parameters").Select(parameter => new ParameterMetadata(
            parameter.Text("Name") ?? string.Empty, parameter.Text("Description"), parameter.Text("KeyId"), parameter.Text("Type"))),
    ];
}
