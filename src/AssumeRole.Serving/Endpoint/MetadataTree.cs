using System.Text;
using System.Text.RegularExpressions;
using AssumeRole.Credentials;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>A credential server's own part of the instance metadata tree: the role, its session and the region.</summary>
internal sealed class MetadataTree(CredentialRoute route, Action<ServerEvent>? log, TimeProvider time)
{
    private const string Credentials = "meta-data/iam/security-credentials";
    private static readonly HttpHeader[] Plain = [new("Content-Type", "text/plain"), MetadataProtocol.Server];
    private static readonly HttpHeader[] Json = [new("Content-Type", "application/json"), MetadataProtocol.Server];

    private readonly RouteAnswers session = Answers(route, EndpointDocuments.MetadataCredentials, log, time);

    // Without a log: only the credentials document logs that a session was served.
    private readonly RouteAnswers info = Answers(route, EndpointDocuments.MetadataInfo, null, time);

    public RouteAnswers? FindDocument(string path) =>
        path == $"{Credentials}/{route.RoleName}" ? session : path == "meta-data/iam/info" ? info : null;

    /// <summary>The text at a path that only this program may answer for, or null.</summary>
    public HttpResponse? FindText(string path) => path switch
    {
        "meta-data/iam" => Text("info\nsecurity-credentials/"),
        Credentials => Text(route.RoleName),
        "meta-data/placement/region" when route.Region is not null => Text(route.Region),
        _ => null,
    };

    /// <summary>The contents of a folder where there is no other service behind this one; null if there is no such folder.</summary>
    public HttpResponse? List(string path) => path switch
    {
        "" => Text("meta-data/"),
        "meta-data" => Text(route.Region is null ? "iam/" : "iam/\nplacement/"),
        "meta-data/placement" when route.Region is not null => Text("region"),
        _ => null,
    };

    private static HttpResponse Text(string text) => new(200, Encoding.UTF8.GetBytes(text), Plain);

    private static RouteAnswers Answers(
        CredentialRoute route, Func<SessionCredentials, DateTime, byte[]> write, Action<ServerEvent>? log, TimeProvider time) => new(
        route,
        (session, since) => new HttpResponse(200, write(session, since), Json),
        (finding, now) => new HttpResponse(200, EndpointDocuments.MetadataFailure(finding, now), Json),
        log,
        time);
}

/// <summary>
/// A path of the instance metadata service in its one spelling: whole, as it may be asked of the real service, and without the version
/// and the slashes around the rest.
/// </summary>
internal sealed partial record MetadataPath(string Full, string Rest)
{
    /// <summary>
    /// Whether it leads to credentials, which would be the instance's own if the real service were asked: iam/, and identity-credentials/
    /// of EC2 itself. In doubt it does.
    /// </summary>
    public bool IsCredentials => Rest.Split('/').Any(segment =>
        segment.Equals("iam", StringComparison.OrdinalIgnoreCase)
        || segment.Equals("identity-credentials", StringComparison.OrdinalIgnoreCase)
        || segment.Equals("security-credentials", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Reads a path; null if it is not one. Empty segments, dots and everything encoded are refused rather than resolved: two readers
    /// could resolve them differently, and the second would be the real service.
    /// </summary>
    public static MetadataPath? Parse(string path) =>
        Pattern().Match(path) is { Success: true } match ? new MetadataPath(path, match.Groups["rest"].Value) : null;

    // Letters, digits and + - = . , _ : @ are all that EC2 has in paths (EC2 guide, "Instance metadata categories" and instance tags).
    [GeneratedRegex(
        @"\A/(?:latest|1\.0|[0-9]{4}-[0-9]{2}-[0-9]{2})(?:/(?<rest>(?:(?!\.{1,2}(?:/|\z))[A-Za-z0-9+=.,_:@-]+)(?:/(?!\.{1,2}(?:/|\z))[A-Za-z0-9+=.,_:@-]+)*))?/?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
