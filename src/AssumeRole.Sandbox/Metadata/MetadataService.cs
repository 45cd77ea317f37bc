using System.Text.RegularExpressions;
using AssumeRole.Endpoint;
using AssumeRole.Http;
using AssumeRole.Sandbox.Protocol;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Metadata;

/// <summary>The instance metadata service, version 2, and version 1 where the instance allows it.</summary>
internal sealed partial class MetadataService(
    World world, SessionStore sessions, SandboxFaults faults, TimeProvider time, IssuedSecrets issued, CallLog log)
{
    private readonly MetadataTree tree = new(world, new InstanceCredentials(world, sessions, faults, time), faults, time);
    private readonly MetadataTokens tokens = new(time, issued);

    public HttpResponse Handle(HttpRequest request)
    {
        var response = Answer(request);
        log.Add(new SandboxCall(
            "imds", $"{request.Method} {request.Path}", null, new Dictionary<string, string>(), response.StatusCode, null));
        return response;
    }

    private HttpResponse Answer(HttpRequest request)
    {
        // A world without an instance has no metadata service.
        if (faults.Current.MetadataUnreachable || world.Instance is null) return HttpResponse.Reset;
        if (faults.Current.MetadataSilent) return HttpResponse.Silence;
        if (faults.Current.MetadataDisabled) return Refuse(403, "Forbidden");
        return request.Method switch
        {
            "PUT" => Put(request),
            "GET" or "HEAD" => Get(request),
            _ => Refuse(405, "Method Not Allowed", new HttpHeader("Allow", "GET, HEAD, PUT")),
        };
    }

    private HttpResponse Put(HttpRequest request)
    {
        // The latest version only: EC2 refuses a PUT to a version with a date.
        if (request.Path != MetadataProtocol.TokenPath) return Refuse(403, "Forbidden");

        // EC2 refuses a PUT through a proxy, so that an open proxy on the instance cannot get a token.
        if (request.Headers.Contains("X-Forwarded-For")) return Refuse(403, "Forbidden");
        if (faults.Current.MetadataTokenUnanswered || !world.Instance!.TokenArrives) return HttpResponse.Silence;
        if (faults.Current.MetadataTokenStatus is not 200 and var status) return Refuse(status, "Error");
        return MetadataProtocol.ReadLifetime(request) is { } seconds
            ? MetadataProtocol.TokenResponse(tokens.Issue(TimeSpan.FromSeconds(seconds)), seconds)
            : Refuse(400, "Bad Request");
    }

    private HttpResponse Get(HttpRequest request)
    {
        var token = request.Headers[MetadataProtocol.TokenHeader];
        if (token is null ? world.Instance!.TokensRequired : !tokens.IsValid(token)) return Refuse(401, "Unauthorized");

        var match = VersionedPath().Match(request.Path);
        if (!match.Success || tree.Find(match.Groups["rest"].Value) is not var (contentType, text)) return Refuse(404, "Not Found");
        var current = faults.Current;
        return current.MetadataDocumentStatus == 200
            ? HttpResponse.Text(200, contentType, text.PadRight(text.Length + current.MetadataPaddingBytes), MetadataProtocol.Server)
            : Refuse(current.MetadataDocumentStatus, "Error");
    }

    private static HttpResponse Refuse(int statusCode, string title, params HttpHeader[] headers)
    {
        var text = $"""
            <?xml version="1.0" encoding="iso-8859-1"?>
            <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
            	"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
            <html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
             <head>
              <title>{statusCode} - {title}</title>
             </head>
             <body>
              <h1>{statusCode} - {title}</h1>
             </body>
            </html>

            """;
        return HttpResponse.Text(statusCode, "text/html", text, [MetadataProtocol.Server, .. headers]);
    }

    [GeneratedRegex(@"\A/(latest|1\.0|\d{4}-\d{2}-\d{2})(/(?<rest>.*))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionedPath();
}
