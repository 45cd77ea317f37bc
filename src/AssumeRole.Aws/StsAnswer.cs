using System.Net;
using Amazon.Runtime.EventStreams;
using Amazon.Runtime.Internal.Transform;

namespace AssumeRole.Aws;

/// <summary>An answer of STS as the SDK's readers want it.</summary>
/// <param name="answer">The answer, read to its end.</param>
internal sealed class StsAnswer(HttpResponseMessage answer) : IWebResponseData
{
    public long ContentLength => answer.Content.Headers.ContentLength ?? 0;

    public string? ContentType => answer.Content.Headers.ContentType?.MediaType;

    public HttpStatusCode StatusCode => answer.StatusCode;

    public bool IsSuccessStatusCode => answer.IsSuccessStatusCode;

    public IHttpResponseBody ResponseBody => throw new NotSupportedException();

    public string[] GetHeaderNames() => [.. answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated).Select(header => header.Key)];

    public bool IsHeaderPresent(string headerName) => Find(headerName) is not null;

    public string GetHeaderValue(string headerName) => Find(headerName) ?? string.Empty;

    public IEventStreamHeader GetEventStreamHeader(string headerName) => throw new NotSupportedException();

    public bool IsEventHeaderPresent(string headerName) => false;

    private string? Find(string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values) || answer.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.First()
            : null;
}
