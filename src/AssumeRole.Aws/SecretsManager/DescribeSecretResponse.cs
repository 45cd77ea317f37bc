using System.Text.Json;
using Amazon.Runtime;
using AssumeRole.Aws.JsonProtocol;

namespace AssumeRole.Aws.SecretsManager;

internal sealed class DescribeSecretResponse : AmazonWebServiceResponse, IJsonResponse
{
    public string? Name { get; private set; }

    public string? Description { get; private set; }

    /// <summary>Whether the secret is scheduled for deletion; the package has the date, DeletedDate.</summary>
    public bool IsDeleted { get; private set; }

    public List<Tag> Tags { get; private set; } = [];

    public void Read(JsonElement json)
    {
        Name = json.Text("Name");
        Description = json.Text("Description");
        IsDeleted = json.TryGetProperty("DeletedDate", out var date) && date.ValueKind != JsonValueKind.Null;
        Tags = json.Tags("Tags");
    }
}
