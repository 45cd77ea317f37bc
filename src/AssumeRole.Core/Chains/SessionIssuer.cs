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

    // One answer for all requests of one front door's run: a thousand roles by pipeline ask the metadata service once.
    private readonly ConcurrentDictionary<(BaseSelection, string?, string?), Lazy<Task<BaseCredentials>>> starts = new();
    private readonly ConcurrentDictionary<(string?, string?, string), Lazy<Task<StsEndpoint>>> places = new();

    /// <summary>Composes the operation for one run of a front door.</summary>
    /// <param name="adapters">The ports that AWS's SDK implements.</param>
    /// <param name="environment">The environment and the sessions in it.</param>
    /// <param name="cache">The sessions kept in memory.</param>
    /// <param name="prompt">Asks for MFA codes.</param>
    /// <param name="trace">Receives lines of what happens, without secrets.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="AssumeRoleException">VariableInvalid, if the environment tunes metadata impossibly.</exception>
    public SessionIssuer(
        IAwsAdapters adapters,
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
        Sts = new RetryingTokenService(adapters.SecurityTokenService, time, Random.Shared.NextDouble);
        Walker = new ChainWalker(Sts, prompt, trace);
        var options = MetadataOptions.Read(environment.BeforeRoles);
        http = InstanceMetadataClient.CreateHttpClient();
        Metadata = new InstanceMetadataClient(http, options, time);
        endpoints = new StsEndpointResolver(environment.BeforeRoles, Metadata);
        sso = adapters.Sso;
        this.time = time;
    }

    /// <summary>STS with retries.</summary>
    internal ISecurityTokenService Sts { get; }

    /// <summary>Assumes hops.</summary>
    internal ChainWalker Walker { get; }

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
        return await cache.GetOrIssueAsync(
            SessionIdentity.Describe(chain, start, endpoint, token),
            issueToken => Walker.WalkAsync(chain, start, endpoint, issueToken),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>The chain with the token that the environment names, if that is the identity to start from.</summary>
    internal RoleChain ResolveChain(SessionRequest request) =>
        request.Chain.Hops[0].WebIdentity is null && CreateResolver(request).FindBareToken(request.Base) is { } token
            ? request.Chain.WithWebIdentity(token)
            : request.Chain;

    /// <summary>The identity to start from; a web identity token needs none.</summary>
    internal Task<BaseCredentials> ResolveBaseAsync(
        SessionRequest request, RoleChain chain, CancellationToken cancellationToken) =>
        chain.Hops[0].WebIdentity is not null
            ? Task.FromResult(new BaseCredentials(null, "the web identity token") { Source = CredentialSource.WebIdentity })
            : starts.GetOrAdd(
                (request.Base, request.Region, request.EndpointUrl),
                _ => new(() => CreateResolver(request).ResolveAsync(request.Base, cancellationToken))).Value;

    /// <summary>The identity to start from, or null if only the instance's role is left to be tried.</summary>
    internal async Task<BaseCredentials?> FindConfiguredBaseAsync(
        SessionRequest request, RoleChain chain, CancellationToken cancellationToken) =>
        request.Base.Source == CredentialSource.Auto && request.Base is { Given: null, FromSession: false } && chain.Hops[0].WebIdentity is null
            ? await CreateResolver(request).FindConfiguredAsync(cancellationToken).ConfigureAwait(false)
            : await ResolveBaseAsync(request, chain, cancellationToken).ConfigureAwait(false);

    /// <summary>Which STS to ask.</summary>
    internal Task<StsEndpoint> ResolveEndpointAsync(SessionRequest request, CancellationToken cancellationToken) =>
        ResolveEndpointAsync(request, profileName: request.Base.ProfileName, cancellationToken);

    private Task<StsEndpoint> ResolveEndpointAsync(
        SessionRequest request, string? profileName, CancellationToken cancellationToken)
    {
        var name = ProfileSource.EffectiveName(profileName, environment.BeforeRoles);
        return places.GetOrAdd(
            (request.Region, request.EndpointUrl, name),
            _ => new(() => endpoints.ResolveAsync(request.Region, request.EndpointUrl, name, cancellationToken))).Value;
    }

    private BaseCredentialResolver CreateResolver(SessionRequest request) =>
        new(environment, http, Metadata, sso, new SourceRoles(this, request), time);

    /// <summary>Assumes the role that a source is configured with, in the region and at the address of the request.</summary>
    private sealed class SourceRoles(SessionIssuer issuer, SessionRequest request) : IRoleSessionSource
    {
        public async Task<SessionCredentials> AssumeAsync(
            RoleRequest role, AwsKeys? keys, AwsProfile? profile, CancellationToken cancellationToken)
        {
            var endpoint = await issuer.ResolveEndpointAsync(request, profile?.Name, cancellationToken).ConfigureAwait(false);
            var caller = keys is null ? "the web identity token" : $"the key {keys}";
            return await issuer.Walker.AssumeAsync(role, keys, caller, endpoint, cancellationToken).ConfigureAwait(false);
        }
    }
}
