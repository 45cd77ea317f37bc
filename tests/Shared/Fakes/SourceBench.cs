using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Metadata;
using AssumeRole.Sessions;
using AssumeRole.Sources;

namespace AssumeRole.Testing;

/// <summary>A machine with an environment, AWS files, a metadata service and a container endpoint, all of a test's own.</summary>
internal sealed class SourceBench : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SourceBench()
    {
        Variables = new FakeVariables(
            ("AWS_CONFIG_FILE", System.IO.Path.Combine(folder.Path, "config")),
            ("AWS_SHARED_CREDENTIALS_FILE", System.IO.Path.Combine(folder.Path, "credentials")));
        Environment = new SessionEnvironment(Variables, Time);
        Container = new FakeHttp(_ => FakeHttp.Ok("""{"AccessKeyId":"ASIACONTAINER","SecretAccessKey":"s","Token":"t"}"""));
    }

    public ManualTimeProvider Time { get; } = new();

    public FakeVariables Variables { get; }

    public SessionEnvironment Environment { get; }

    public FakeMetadata Metadata { get; set; } = FakeMetadata.WithRole();

    public FakeHttp Container { get; set; }

    public FakeRoleSessions Sessions { get; } = new();

    public FakeSso Sso { get; set; } = new();

    public void Dispose() => folder.Dispose();

    public string Write(string name, string text) => folder.Write(name, text);

    public void WriteConfig(string text) => Write("config", text);

    public void WriteCredentials(string text) => Write("credentials", text);

    public SourceCredentialResolver CreateResolver(string? tokenCode = null) =>
        new(
            Environment,
            new HttpClient(Container),
            Metadata.CreateClient(options: MetadataOptions.Read(Variables)),
            Sso,
            Sessions,
            Time,
            tokenCode);

    public Task<SourceCredentials> ResolveAsync(CredentialSource source = CredentialSource.Auto, string? profile = null) =>
        CreateResolver().ResolveAsync(new SourceSelection(source, profile), default);

    public Task<SourceCredentials> ResolveProfileAsync(string name) => ResolveAsync(CredentialSource.Profile, name);

    public Task<Finding> FindingOfProfileAsync(string name) => Sample.FindingOfAsync(() => ResolveProfileAsync(name));
}
