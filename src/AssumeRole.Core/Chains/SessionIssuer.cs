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

/// <summary>
/// The main operation of every front door: from a request to a session. Base identity, STS endpoint, cache and chain come
/// together here.
/// </summary>
public sealed class SessionIssuer : IDisposable
{
    private readonly SessionEnvironment environment;
    private readonly CredentialCache cache;
    private readonly HttpClient http;
    private readonly StsEndpointResolver endpoints;
    private readonly ISsoCredentialSource sso;
    private readonly TimeProvider time;

    // The AWS files are read at most once for one front door's run.
    private readonly Lazy<AwsProfileStore> profiles;

    // One answer for all requests of one front door's run: a thousand roles by pipeline ask the metadata service once.
    private readonly ConcurrentDictionary<StartingPoint, Lazy<Task<BaseCredentials>>> starts = new();
    private readonly ConcurrentDictionary<Place, Lazy<Task<StsEndpoint>>> places = new();

    /// <summary>Composes the operation for one run of a front door.</summary>
    /// <param name="adapters">The ports that AWS's SDK implements.</param>
    /// <param name="environment">The environment and the sessions in it.</param>
    /// <param name="cache">The sessions kept in memory.</param>
    /// <param name="prompt">Asks for MFA codes.</param>
    /// <param name="trace">Receives lines of what happens, without secrets.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="AssumeRoleException">VariableInvalid, if the environment tunes metadata impossibly.</exception>
    public SessionIssuer(
        IAwsServices adapters,
        SessionEnvironment environment,
        CredentialCache cache,
        ITokenCodePrompt prompt,
        Action<string> trace,
        TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(adapters);
        ArgumentNullException.ThrowIfNull(environment);
        this.environment = environment;
        this.cache = cache;
        profiles = AwsProfileStore.ReadLater(environment.BeforeRoles);
        Sts = new RetryingTokenService(adapters.SecurityTokenService, time, Random.Shared.NextDouble);
        Walker = new ChainWalker(Sts, prompt, trace);
        var options = MetadataOptions.Read(environment.BeforeRoles, profiles);
        http = InstanceMetadataClient.CreateHttpClient();
        Metadata = new InstanceMetadataClient(http, options, time);
        endpoints = new StsEndpointResolver(environment.BeforeRoles, Metadata, profiles);
        sso = adapters.Sso;
        this.time = time;
    }

    /// <summary>Where sessions are kept for other processes, or null.</summary>
    public SessionFileCache? Files { get; init; }

    /// <summary>STS with retries.</summary>
    internal ISecurityTokenService Sts { get; }

    /// <summary>Assumes hops.</summary>
    internal ChainWalker Walker { get; }

    /// <summary>The environment as it was before this module's roles.</summary>
    internal IEnvironmentVariables Variables => environment.BeforeRoles;

    /// <summary>The instance's metadata.</summary>
    internal InstanceMetadataClient Metadata { get; }

    /// <summary>Gets the session that a request asks for.</summary>
    /// <exception cref="AssumeRoleException">Whatever stands in the way, as a finding.</exception>
    public async Task<SessionCredentials> IssueAsync(SessionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var chain = ResolveChain(request);
        var start = await ResolveBaseAsync(request, chain, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Says who a chain would start from.</summary>
    /// <param name="selection">Which identity.</param>
    /// <param name="region">The region that the user gave, or null.</param>
    /// <param name="endpointUrl">The STS address that the user gave, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What STS says, and where the identity comes from in words.</returns>
    /// <exception cref="AssumeRoleException">Whatever stands in the way, as a finding.</exception>
    public async Task<(CallerIdentity Caller, string Origin)> IdentifyAsync(
        BaseSelection selection, string? region, string? endpointUrl, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        var point = new StartingPoint(selection, region, endpointUrl);
        var start = await ResolveBaseAsync(point, cancellationToken).ConfigureAwait(false);
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

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>The chain with the token that the environment names, if that is the identity to start from.</summary>
    internal RoleChain ResolveChain(SessionRequest request) =>
        request.Base.Source == CredentialSource.WebIdentity && request.Chain.Hops[0].WebIdentity is null
        && CreateResolver(request.Start).FindBareToken(request.Base) is { } token
            ? request.Chain.WithWebIdentity(token)
            : request.Chain;

    /// <summary>The identity to start from; a web identity token needs none.</summary>
    internal Task<BaseCredentials> ResolveBaseAsync(
        SessionRequest request, RoleChain chain, CancellationToken cancellationToken) =>
        chain.Hops[0].WebIdentity is null ? ResolveBaseAsync(request.Start, cancellationToken)
        : chain.ProfileTokenCode is null ? Task.FromResult(new BaseCredentials(null, "the web identity token") { Source = CredentialSource.WebIdentity })
        : throw BaseCredentialResolver.CodeWithoutDevice("the web identity token");

    /// <summary>The identity to start from, or null if only the instance's role is left to be tried.</summary>
    internal async Task<BaseCredentials?> FindConfiguredBaseAsync(
        SessionRequest request, RoleChain chain, CancellationToken cancellationToken) =>
        request.Base.Source == CredentialSource.Auto && request.Base is { Given: null, FromSession: false } && chain.Hops[0].WebIdentity is null
            ? await CreateResolver(request.Start).FindConfiguredAsync(cancellationToken).ConfigureAwait(false)
            : await ResolveBaseAsync(request, chain, cancellationToken).ConfigureAwait(false);

    /// <summary>Which STS to ask.</summary>
    internal Task<StsEndpoint> ResolveEndpointAsync(SessionRequest request, CancellationToken cancellationToken) =>
        ResolveEndpointAsync(request.Start, request.Base.ProfileName, cancellationToken);

    /// <summary>The identity of a starting point.</summary>
    internal Task<BaseCredentials> ResolveBaseAsync(StartingPoint start, CancellationToken cancellationToken) =>
        starts.GetOrAdd(start, _ => new(() => CreateResolver(start).ResolveAsync(start.Base, cancellationToken))).Value;

    /// <summary>Which STS a starting point asks.</summary>
    internal Task<StsEndpoint> ResolveEndpointAsync(
        StartingPoint start, string? profileName, CancellationToken cancellationToken)
    {
        var name = ProfileSource.EffectiveName(profileName, environment.BeforeRoles);
        return places.GetOrAdd(
            new Place(start.Region, start.EndpointUrl, name),
            _ => new(() => endpoints.ResolveAsync(start.Region, start.EndpointUrl, name, cancellationToken))).Value;
    }

    private BaseCredentialResolver CreateResolver(StartingPoint start) =>
        new(environment, http, Metadata, sso, new SourceRoles(this, start), time, start.TokenCode, profiles);

    /// <summary>A class: .NET has the dictionary's code ready for every key that is one.</summary>
    private sealed record Place(string? Region, string? EndpointUrl, string ProfileName);

    /// <summary>Assumes the role that a source is configured with, in the region and at the address of the request.</summary>
    private sealed class SourceRoles(SessionIssuer issuer, StartingPoint start) : IRoleSessionSource
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
