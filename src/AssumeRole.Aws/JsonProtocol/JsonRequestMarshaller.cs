using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace AssumeRole.Aws.JsonProtocol;

/// <summary>Makes an HTTP request of a request of the JSON protocol.</summary>
internal sealed class JsonRequestMarshaller(JsonServiceDescription service, string operation) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, service.ServiceId) { HttpMethod = "POST", ResourcePath = "/" };
        request.Headers["X-Amz-Target"] = $"{service.TargetPrefix}.{operation}";
        request.Headers["Content-Type"] = "application/x-amz-json-1.1";
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Writing))
        {
            json.WriteStartObject();
            ((JsonRequest)input).Write(json);
            json.WriteEndObject();
        }

        request.Content = stream.ToArray();
        return request;
    }
}
