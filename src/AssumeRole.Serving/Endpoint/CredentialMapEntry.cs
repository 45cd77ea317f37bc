using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sessions;
using AssumeRole.Sources;
using AssumeRole.Sts;

namespace AssumeRole.Endpoint;

/// <summary>
/// One role of a map, at the path of a container route or the listener of an instance metadata route, as the map's key names it. The
/// checked request uses no cache, because a renewed session must be a new one. Two entries never share a session.
/// </summary>
internal sealed record CredentialMapEntry(string Key, string? Path, CredentialListener? Listener, SessionRequest Request)
{
    /// <summary>A role without a map. The port is that of an instance metadata route, 0 for any free one.</summary>
    public static CredentialMapEntry For(SessionRequest request, CredentialDialect dialect, int port) => new(
        request.Chain.Target.Role.Name,
        null,
        dialect == CredentialDialect.Container ? null : new CredentialListener(null, port),
        request);

    /// <summary>The last role's name.</summary>
    public string RoleName => Request.Chain.Target.Role.Name;

    /// <summary>The route that serves this entry. The region is the default of instance metadata's.</summary>
    public CredentialRoute ToRoute(IRefreshingSession session, string? region = null) => Path is not null || Listener is null
        ? CredentialRoute.Container(RoleName, session, Path)
        : CredentialRoute.InstanceMetadata(RoleName, session, Listener, Request.Region ?? region);

    /// <summary>Reads and checks the request of an entry. Problems are reported; the result is then null.</summary>
    public static SessionRequest? ReadRequest(CredentialMapValue json, IEnvironmentVariables variables)
    {
        var request = RoleChainRequest.Read(parameter => Find(json, parameter));
        var (source, profileName, region) = (json.Text("source"), json.Text("profileName"), json.Text("region"));
        json.ReportUnknownBut([.. RoleParameter.All.Where(parameter => parameter.MapRefusal is not null)
            .Select(parameter => (parameter.Element, parameter.MapRefusal!))]);
        if (request.RoleArn is null)
        {
            // Never from the environment: an entry that forgot its role must not get that of another job.
            json.Report("there is no roleArn");
            return null;
        }

        try
        {
            if (region is not null) StsEndpointResolver.Check(region, null);
            var chain = RoleChain.Plan(request, variables);
            var start = SourceSelection.Parse(source, profileName, null, fromSession: false, request.WebIdentityTokenFile is not null);
            return new SessionRequest(chain, start, region, UseCache: false);
        }
        catch (AssumeRoleException error)
        {
            json.Report(error.Finding.Message.TrimEnd('.'));
            return null;
        }
    }

    private static object? Find(CredentialMapValue json, RoleParameter parameter) => parameter switch
    {
        { MapRefusal: not null } => null,
        { Kind: RoleParameterKind.Texts } => json.Texts(parameter.Element),
        { Kind: RoleParameterKind.Tags } => json.Pairs(parameter.Element).Select(pair => new SessionTag(pair.Key, pair.Value)).ToArray(),
        { Kind: RoleParameterKind.Number } => json.Digits(parameter.Element),
        { Kind: RoleParameterKind.Document } => json.Document(parameter.Element),
        _ => json.Text(parameter.Element),
    };
}
