using System.Collections.Concurrent;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Metadata;
using AssumeRole.Profiles;
using AssumeRole.Roles;
using AssumeRole.Sessions;
using AssumeRole.Sources;
using AssumeRole.Sts;

namespace AssumeRole.Chains;

/// <summary>The main operation of every front door: from a request to a session.</summary>
internal sealed class SessionIssuer : IDisposable
{
    private readonly SessionEnvironment environment;
    private readonly CredentialCache cache;
    private readonly HttpClient http;
    private readonly StsEndpointResolver endpoints;
    private readonly ISsoCredentialSource sso;
    private readonly TimeProvider time;

    // One answer for all requests of one front door's run: a thousand roles by pipeline ask the metadata service once.
    private readonly ConcurrentDictionary<SourceRequest, Lazy<Task<SourceCredentials>>> starts = new();
    private readonly ConcurrentDictionary<(string? Region, string? Url, string Profile), Lazy<Task<StsEndpoint>>> places = new();

    public SessionIssuer(
        IAwsServices adapters,
        SessionEnvironment environment,
        CredentialCache cache,
        ITokenCodePrompt prompt,
        Action<string> trace,
        TimeProvider time)
    {
        this.environment = environment;
        this.cache = cache;
        Profiles = AwsProfileStore.ReadLater(environment.BeforeRoles);
        Sts = new RetryingTokenService(adapters.SecurityTokenService, time, Random.Shared.NextDouble);
        Walker = new ChainWalker(Sts, prompt, trace);
        var options = MetadataOptions.Read(environment.BeforeRoles, Profiles);
        http = InstanceMetadataClient.CreateHttpClient();
        Metadata = new InstanceMetadataClient(http, options, time);
        endpoints = new StsEndpointResolver(environment.BeforeRoles, Metadata, Profiles);
        sso = adapters.Sso;
        this.time = time;
    }

    /// <summary>Where sessions are kept for other processes, or null.</summary>
    public SessionFileCache? Files { get; init; }

    internal ISecurityTokenService Sts { get; }

    internal ChainWalker Walker { get; }

    internal IEnvironmentVariables Variables => environment.BeforeRoles;

    /// <summary>The AWS files, read at most once for one front door's run.</summary>
    internal Lazy<AwsProfileStore> Profiles { get; }

    internal InstanceMetadataClient Metadata { get; }

    public async Task<SessionCredentials> IssueAsync(SessionRequest request, CancellationToken cancellationToken)
    {
        var chain = ResolveChain(request);
        var start = await ResolveSourceAsync(request, chain, cancellationToken).ConfigureAwait(false);
        var endpoint = await ResolveEndpointAsync(request, cancellationToken).ConfigureAwait(false);
        if (!request.UseCache) return await Walker.WalkAsync(chain, start, endpoint, cancellationToken).ConfigureAwait(false);

        var token = chain.Hops[0].WebIdentity is { } web ? await web.ReadAsync(cancellationToken).ConfigureAwait(false) : null;
        var identity = SessionIdentity.Describe(chain, start, endpoint, token);
        var asksUser = chain.Hops.Any(hop => hop.Mfa is { TokenCode: null });
        return await cache.GetOrIssueAsync(
            identity,
            issueToken => Files is null ? WalkAsync(issueToken) : Files.GetOrIssueAsync(identity, asksUser, WalkAsync, issueToken),
            cancellationToken).ConfigureAwait(false);

        Task<SessionCredentials> WalkAsync(CancellationToken walkToken) => Walker.WalkAsync(chain, start, endpoint, walkToken);
    }

    /// <summary>Returns the identity that a chain would start from, as STS names it, and its origin in words.</summary>
    public async Task<(CallerIdentity Caller, string Origin)> IdentifyAsync(
        SourceSelection selection, string? region, string? endpointUrl, CancellationToken cancellationToken)
    {
        var point = new SourceRequest(selection, region, endpointUrl);
        var start = await ResolveSourceAsync(point, cancellationToken).ConfigureAwait(false);
        var endpoint = await ResolveEndpointAsync(point, selection.ProfileName, cancellationToken).ConfigureAwait(false);
        try
        {
            return (await Sts.GetCallerIdentityAsync(start.Keys!, endpoint, cancellationToken).ConfigureAwait(false), start.Origin);
        }
        catch (StsException error)
        {
            throw new AssumeRoleException(error.Fault.Kind.For(start.Origin, error.Fault.ToString()), error);
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>The chain with the token that the environment names, if that is the identity to start from.</summary>
    internal RoleChain ResolveChain(SessionRequest request) =>
        request.Selection.Source == CredentialSource.WebIdentity && request.Chain.Hops[0].WebIdentity is null
        && CreateResolver(request.SourceRequest).FindBareToken(request.Selection) is { } token
            ? request.Chain.WithWebIdentity(token)
            : request.Chain;

    /// <summary>A web identity token needs no identity to start from.</summary>
    internal Task<SourceCredentials> ResolveSourceAsync(
        SessionRequest request, RoleChain chain, CancellationToken cancellationToken) =>
        chain.Hops[0].WebIdentity is null ? ResolveSourceAsync(request.SourceRequest, cancellationToken)
        : chain.ProfileTokenCode is null
            ? Task.FromResult(new SourceCredentials(null, "the web identity token") { Source = CredentialSource.WebIdentity })
        : throw SourceCredentialResolver.CodeWithoutDevice("the web identity token");

    /// <summary>Null if only the instance's role is left to be tried.</summary>
    internal async Task<SourceCredentials?> FindConfiguredSourceAsync(
        SessionRequest request, RoleChain chain, CancellationToken cancellationToken) =>
        request.Selection is { Source: CredentialSource.Auto, Given: null, FromSession: false } && chain.Hops[0].WebIdentity is null
            ? await CreateResolver(request.SourceRequest).FindConfiguredAsync(cancellationToken).ConfigureAwait(false)
            : await ResolveSourceAsync(request, chain, cancellationToken).ConfigureAwait(false);

    internal Task<StsEndpoint> ResolveEndpointAsync(SessionRequest request, CancellationToken cancellationToken) =>
        ResolveEndpointAsync(request.SourceRequest, request.Selection.ProfileName, cancellationToken);

    internal Task<SourceCredentials> ResolveSourceAsync(SourceRequest start, CancellationToken cancellationToken) =>
        starts.GetOrAdd(start, _ => new(() => CreateResolver(start).ResolveAsync(start.Selection, cancellationToken))).Value;

    internal Task<StsEndpoint> ResolveEndpointAsync(SourceRequest start, string? profileName, CancellationToken cancellationToken)
    {
        var name = ProfileSource.EffectiveName(profileName, environment.BeforeRoles);
        return places.GetOrAdd(
            (start.Region, start.EndpointUrl, name),
            _ => new(() => endpoints.ResolveAsync(start.Region, start.EndpointUrl, name, cancellationToken))).Value;
    }

    private SourceCredentialResolver CreateResolver(SourceRequest start) =>
        new(environment, http, Metadata, sso, new SourceRoles(this, start), time, start.TokenCode, Profiles);

    /// <summary>Assumes the role that a source is configured with, in the region and at the address of the request.</summary>
    private sealed class SourceRoles(SessionIssuer issuer, SourceRequest start) : IRoleSessionSource
    {
        public async Task<SessionCredentials> AssumeAsync(
            RoleRequest role, AwsKeys? keys, AwsProfile? profile, CancellationToken cancellationToken)
        {
            var endpoint = await issuer.ResolveEndpointAsync(start, profile?.Name, cancellationToken).ConfigureAwait(false);
            var caller = keys is null ? "the web identity token" : $"the key {keys}";
            return await issuer.Walker.AssumeAsync(role, keys, caller, endpoint, cancellationToken).ConfigureAwait(false);
        }
    }
}
