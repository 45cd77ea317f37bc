using System.Text;
using System.Xml;
using System.Xml.Linq;
using AssumeRole.Cryptography;
using AssumeRole.Http;
using AssumeRole.Sandbox.Protocol;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Signing;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sts;

internal interface IStsAction
{
    string Name { get; }

    bool IsSigned => true;

    StsAnswer Execute(StsCall call);
}

/// <param name="Caller">Null if the action is not signed.</param>
internal sealed record StsCall(QueryParameters Parameters, HttpRequest Request, Caller? Caller, string Region);

/// <summary>The elements of a result, or an error; with the caller's ARN, if known, for the list of calls.</summary>
internal sealed record StsAnswer(IReadOnlyList<XElement> Result, AwsError? Error = null, string? CallerArn = null)
{
    public static implicit operator StsAnswer(AwsError error) => new([], error);
}

/// <summary>STS: the query protocol around the actions.</summary>
internal sealed class StsService(
    World world, IEnumerable<IStsAction> actions, RequestAuthentication authentication, SandboxFaults faults, CallLog log)
{
    private const int ExtendedIdBytes = 36;
    private const string Version = "2011-06-15";
    private readonly Dictionary<string, IStsAction> actions = actions.ToDictionary(action => action.Name, StringComparer.Ordinal);

    public HttpResponse Handle(HttpRequest request)
    {
        var parameters = QueryParameters.Read(request);
        var name = parameters["Action"] ?? "";
        if (faults.Current.StsUnreachable) return Log(HttpResponse.Reset, name, parameters);
        if (faults.Current.StsSilent) return Log(HttpResponse.Silence, name, parameters);
        if (name.Length == 0)
            return Log(new HttpResponse(302, default, new HttpHeader("Location", "https://aws.amazon.com/iam")), name, parameters);

        var requestId = Guid.NewGuid().ToString();
        var version = parameters["Version"] ?? "NO_VERSION_SPECIFIED";
        var action = version == Version ? actions.GetValueOrDefault(name) : null;
        var answer = action is null
            ? new AwsError(400, "InvalidAction", $"Could not find operation {name} for version {version}")
            : faults.TakeError(forIdentityProvider: action is AssumeRoleWithWebIdentityAction)
                ?? Execute(action, request, parameters);

        var text = answer.Error is { } error
            ? StsXml.Error(action is null ? StsXml.Fault : StsXml.Sts, error, requestId)
            : StsXml.Success(name, answer.Result, requestId);
        var response = HttpResponse.Text(
            answer.Error?.StatusCode ?? 200,
            "text/xml",
            text,
            new HttpHeader("x-amzn-RequestId", requestId),
            new HttpHeader("x-amz-sts-extended-request-id", Convert.ToBase64String(RandomBytes.Create(ExtendedIdBytes))));
        return Log(response, name, parameters, answer);
    }

    private StsAnswer Execute(IStsAction action, HttpRequest request, QueryParameters parameters)
    {
        if (!action.IsSigned) return action.Execute(new StsCall(parameters, request, null, world.Region));
        var (caller, error, region) = authentication.Authenticate(request, parameters);
        if (caller is null) return error!;
        return action.Execute(new StsCall(parameters, request, caller, region)) with { CallerArn = caller.Arn };
    }

    private HttpResponse Log(HttpResponse response, string action, QueryParameters parameters, StsAnswer? answer = null)
    {
        log.Add(new SandboxCall("sts", action, answer?.CallerArn, parameters.Visible(), response.StatusCode, answer?.Error?.Code));
        return response;
    }
}

internal static class StsXml
{
    public static readonly XNamespace Sts = "https://sts.amazonaws.com/doc/2011-06-15/";

    /// <summary>The namespace of errors that come before STS knows the action.</summary>
    public static readonly XNamespace Fault = "http://webservices.amazon.com/AWSFault/2005-15-09";

    private static readonly XmlWriterSettings Layout = new()
    {
        Indent = true,
        NewLineChars = "\n",
        OmitXmlDeclaration = true,
        CheckCharacters = false,
    };

    public static XElement Element(string name, params object?[] content) => new(Sts + name, content);

    public static XElement Credentials(TemporarySession session) => Element(
        "Credentials",
        Element("AccessKeyId", session.AccessKeyId),
        Element("SecretAccessKey", session.SecretAccessKey.Reveal()),
        Element("SessionToken", session.SessionToken.Reveal()),
        Element("Expiration", AwsTime.Format(session.Expiration)));

    public static string Success(string action, IReadOnlyList<XElement> result, string requestId) => Write(
        Element(
            $"{action}Response",
            Element($"{action}Result", [.. result]),
            Element("ResponseMetadata", Element("RequestId", requestId))));

    public static string Error(XNamespace ns, AwsError error, string requestId) => Write(
        new XElement(
            ns + "ErrorResponse",
            new XElement(
                ns + "Error",
                new XElement(ns + "Type", error.StatusCode < 500 ? "Sender" : "Receiver"),
                new XElement(ns + "Code", error.Code),
                error.Message is null ? null : new XElement(ns + "Message", error.Message)),
            new XElement(ns + "RequestId", requestId)));

    private static string Write(XElement element)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, Layout)) element.Save(writer);
        return text.Append('\n').ToString();
    }
}
