using AssumeRole.Cryptography;
using AssumeRole.Http;

namespace AssumeRole.Sandbox.Sts;

/// <summary>STS: the query protocol around the actions.</summary>
internal sealed class StsService(IEnumerable<IStsAction> actions, SandboxFaults faults, CallLog log)
{
    private const int ExtendedIdBytes = 36;
    private const string Version = "2011-06-15";
    private readonly Dictionary<string, IStsAction> actions = actions.ToDictionary(action => action.Name, StringComparer.Ordinal);

    public HttpResponse Handle(HttpRequest request)
    {
        var parameters = QueryParameters.Of(request);
        var name = parameters["Action"] ?? "";
        if (Unanswered() is { } none)
        {
            log.Add(new SandboxCall("sts", name, null, parameters.Visible(), none.StatusCode, null));
            return none;
        }

        if (name.Length == 0)
        {
            log.Add(new SandboxCall("sts", "", null, parameters.Visible(), 302, null));
            return new HttpResponse(302, default, new HttpHeader("Location", "https://aws.amazon.com/iam"));
        }

        var requestId = Guid.NewGuid().ToString();
        var version = parameters["Version"] ?? "NO_VERSION_SPECIFIED";
        var action = version == Version ? actions.GetValueOrDefault(name) : null;
        var answer = action is null
            ? new StsError(400, "InvalidAction", $"Could not find operation {name} for version {version}")
            : faults.TakeError(forIdentityProvider: action is AssumeRoleWithWebIdentityAction)
                ?? action.Execute(new StsCall(parameters, request));

        var status = answer.Error?.StatusCode ?? 200;
        log.Add(new SandboxCall("sts", name, answer.CallerArn, parameters.Visible(), status, answer.Error?.Code));
        var text = answer.Error is { } error
            ? StsXml.Error(action is null ? StsXml.Fault : StsXml.Sts, error, requestId)
            : StsXml.Success(name, answer.Result, requestId);
        var extendedId = Convert.ToBase64String(RandomBytes.Create(ExtendedIdBytes));
        return HttpResponse.Text(
            status,
            "text/xml",
            text,
            new HttpHeader("x-amzn-RequestId", requestId),
            new HttpHeader("x-amz-sts-extended-request-id", extendedId));
    }

    private HttpResponse? Unanswered()
    {
        if (faults.Current.StsUnreachable) return HttpResponse.Reset;
        return faults.Current.StsSilent ? HttpResponse.Silence : null;
    }
}
