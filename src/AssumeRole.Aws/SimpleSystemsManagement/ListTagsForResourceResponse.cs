using System.Text.Json;
using Amazon.Runtime;
using AssumeRole.Aws.JsonProtocol;

namespace AssumeRole.Aws.SimpleSystemsManagement;

internal sealed class ListTagsForResourceResponse : AmazonWebServiceResponse, IJsonResponse
{
    public List<Tag> TagList { get; private set; } = [];

    public void Read(JsonElement json) => TagList = json.Tags("TagList");
}
