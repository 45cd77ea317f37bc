using System.Collections.Concurrent;
using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Profiles;
using AssumeRole.Roles;
using AssumeRole.Sessions;
using AssumeRole.Sources;
using AssumeRole.Sts;

namespace AssumeRole.Testing;

/// <summary>A whole worker: environment, AWS files, a metadata service on loopback and an STS that records its calls.</summary>
internal sealed class IssuerBench : IAwsServices, IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<SessionIssuer> issuers = [];

    public IssuerBench()
    {
        Variables = new FakeVariables(
            ("AWS_CONFIG_FILE", System.IO.Path.Combine(folder.Path, "config")),
            ("AWS_SHARED_CREDENTIALS_FILE", System.IO.Path.Combine(folder.Path, "credentials")),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", Metadata.Url));
        Environment = new SessionEnvironment(Variables, Time);
        Cache = new CredentialCache(Time);
    }

    public ManualTimeProvider Time { get; } = new();

    public FakeVariables Variables { get; }

    public LoopbackMetadata Metadata { get; } = new();

    public SessionEnvironment Environment { get; }

    public CredentialCache Cache { get; }

    public FakeTokenService Sts { get; } = new();

    public FakePrompt Prompt { get; } = new("123456");

    public ConcurrentQueue<string> Trace { get; } = [];

    ISecurityTokenService IAwsServices.SecurityTokenService => Sts;

    ISsoCredentialSource IAwsServices.Sso { get; } = new FakeSso();

    public static SessionRequest Request(
        RoleChainRequest? chain = null, SourceSelection? start = null, bool useCache = true) => new(
            RoleChain.Plan(chain ?? new RoleChainRequest { RoleArn = Sample.Role }, new FakeVariables()),
            start ?? new SourceSelection(),
            UseCache: useCache);

    public string Write(string name, string text) => folder.Write(name, text);

    /// <summary>What a front door makes for each of its runs.</summary>
    public SessionIssuer CreateIssuer()
    {
        var issuer = new SessionIssuer(this, Environment, Cache, Prompt, Trace.Enqueue, Time);
        issuers.Add(issuer);
        return issuer;
    }

    public Task<SessionCredentials> IssueAsync(SessionRequest request) => CreateIssuer().IssueAsync(request, default);

    public async ValueTask DisposeAsync()
    {
        foreach (var issuer in issuers) issuer.Dispose();
        await Metadata.DisposeAsync();
        folder.Dispose();
    }
}
