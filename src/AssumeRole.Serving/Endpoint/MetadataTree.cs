using System.Text;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>What a credential server itself has in the tree of instance metadata: the role, its session and the region.</summary>
internal sealed class MetadataTree(CredentialRoute route, Action<ServerEvent>? log, TimeProvider time)
{
    private const string Credentials = "meta-data/iam/security-credentials";
    private static readonly HttpHeader[] Headers = [new("Content-Type", "text/plain"), new("Server", "EC2ws")];

    private readonly RouteAnswers session = new(route, new MetadataFormat(EndpointDocuments.MetadataCredentials), log, time);

    // Not told: the line of a session that went out is that of the document which holds it.
    private readonly RouteAnswers info = new(route, new MetadataFormat(EndpointDocuments.MetadataInfo), null, time);
    private readonly string credentialPath = $"{Credentials}/{route.RoleName}";
    private readonly HttpResponse roleName = Text(route.RoleName);
    private readonly HttpResponse credentialNames = Text("info\nsecurity-credentials/");
    private readonly HttpResponse? region = route.Region is null ? null : Text(route.Region);

    /// <summary>The document about the session that stands at a path, or null.</summary>
    public RouteAnswers? FindDocument(string path) =>
        path == credentialPath ? session : path == "meta-data/iam/info" ? info : null;

    /// <summary>The text at a path that only this program may answer for, or null.</summary>
    public HttpResponse? FindText(string path) => path switch
    {
        "meta-data/iam" => credentialNames,
        Credentials => roleName,
        "meta-data/placement/region" => region,
        _ => null,
    };

    /// <summary>The contents of a folder where there is no other service behind this one; null if it is none.</summary>
    public HttpResponse? List(string path) => path switch
    {
        "" => Text("meta-data/"),
        "meta-data" => Text(region is null ? "iam/" : "iam/\nplacement/"),
        "meta-data/placement" when region is not null => Text("region"),
        _ => null,
    };

    private static HttpResponse Text(string text) => new(200, Encoding.UTF8.GetBytes(text), Headers);
}
