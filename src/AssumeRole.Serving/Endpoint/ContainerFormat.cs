using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>Container credentials (AWS SDK reference, "Container credential provider").</summary>
internal sealed class ContainerFormat : IAnswerFormat
{
    private const int ServiceUnavailable = 503;
    private static readonly HttpHeader Json = new("Content-Type", "application/json");

    public HttpResponse Answer(SessionCredentials session, DateTime since) =>
        new(200, EndpointDocuments.ContainerCredentials(session), Json);

    /// <summary>
    /// 503, whatever the cause: SDKs try again shortly after any 5xx and then show what they got. The SDK for .NET shows its users
    /// the reason phrase only, so that it names the finding.
    /// </summary>
    public HttpResponse Explain(Finding finding, DateTime now) =>
        new(ServiceUnavailable, EndpointDocuments.ContainerFailure(finding), Json) { ReasonPhrase = finding.Id };
}
