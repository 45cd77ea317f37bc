using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>A document of IMDS about the session. EC2 says with 200 and a Code that there is none, and SDKs show Code and Message.</summary>
/// <param name="write">Writes the document.</param>
internal sealed class MetadataFormat(Func<SessionCredentials, DateTime, byte[]> write) : IAnswerFormat
{
    private static readonly HttpHeader[] Headers = [new("Content-Type", "application/json"), new("Server", "EC2ws")];

    public HttpResponse Answer(SessionCredentials session, DateTime since) => new(200, write(session, since), Headers);

    public HttpResponse Explain(Finding finding, DateTime now) => new(200, EndpointDocuments.MetadataFailure(finding, now), Headers);
}
