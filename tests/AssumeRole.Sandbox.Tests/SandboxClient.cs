using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AssumeRole.Sandbox.Worlds;
using AssumeRole.Testing;

namespace AssumeRole.Sandbox.Tests;

/// <summary>A sandbox on a clock of the test's, and a client that says plainly what it sends.</summary>
internal sealed partial class SandboxClient : IAsyncDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    private SandboxClient(World world)
    {
        Sandbox = new RoleSandbox(world, port: 0, Time);
        http.BaseAddress = Sandbox.Endpoint;
    }

    public ManualTimeProvider Time { get; } = new();

    public RoleSandbox Sandbox { get; }

    /// <summary>The Host header of every request.</summary>
    public string Host => Sandbox.Endpoint.Authority;

    /// <summary>Starts the built-in world, or one written as JSON.</summary>
    public static async Task<SandboxClient> StartAsync(string? world = null)
    {
        if (world is null) return new SandboxClient(await WorldReader.ReadAsync(null, CancellationToken.None));
        using var document = JsonDocument.Parse(world);
        return new SandboxClient(WorldReader.Read(document.RootElement, "test"));
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Sandbox.DisposeAsync();
        Assert.Empty(Sandbox.Defects);
    }

    /// <summary>Sends a request as it is.</summary>
    public async Task<Reply> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await SendAsync(request);
    }

    /// <summary>Calls an action of STS by POST, signed by the key if there is one.</summary>
    public Task<Reply> CallAsync(TestKey? key, string action, params (string Name, string Value)[] parameters) =>
        CallAsync(key is null ? null : Signer(key), action, parameters);

    /// <summary>Calls an action of STS by POST, signed in a way of the test's own.</summary>
    public async Task<Reply> CallAsync(TestSigner? signer, string action, params (string Name, string Value)[] parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/");
        (string Name, string Value)[] form = [("Action", action), ("Version", "2011-06-15"), .. parameters];
        request.Content = new FormUrlEncodedContent(form.Select(item => KeyValuePair.Create(item.Name, item.Value)));
        foreach (var (name, value) in signer?.Headers(Host, await request.Content.ReadAsStringAsync()) ?? [])
            request.Headers.TryAddWithoutValidation(name, value);
        return await SendAsync(request);
    }

    /// <summary>Signs with the key, in the sandbox's own time.</summary>
    public TestSigner Signer(TestKey key) => new(key.AccessKeyId, key.SecretAccessKey, key.SessionToken, Time.GetUtcNow());

    public Task<Reply> AssumeAsync(TestKey? key, string roleArn, params (string Name, string Value)[] parameters) =>
        CallAsync(key, "AssumeRole", [("RoleArn", roleArn), ("RoleSessionName", "session"), .. parameters]);

    /// <summary>Assumes a role, which must succeed.</summary>
    public async Task<TestKey> AssumedAsync(TestKey key, string roleArn, params (string Name, string Value)[] parameters)
    {
        var reply = await AssumeAsync(key, roleArn, parameters);
        Assert.True(reply.Status == 200, reply.Body);
        return TestKey.Of(reply);
    }

    /// <summary>The credentials of the instance's role, by IMDSv2.</summary>
    public async Task<TestKey> InstanceKeyAsync()
    {
        var role = await MetadataAsync("/latest/meta-data/iam/security-credentials/");
        var reply = await MetadataAsync("/latest/meta-data/iam/security-credentials/" + role.Body);
        using var json = JsonDocument.Parse(reply.Body);
        string Member(string name) => json.RootElement.GetProperty(name).GetString()!;
        return new TestKey(Member("AccessKeyId"), Member("SecretAccessKey"), Member("Token"));
    }

    /// <summary>Reads a path of the metadata service with a new token.</summary>
    public async Task<Reply> MetadataAsync(string path)
    {
        var token = await SendAsync(HttpMethod.Put, "/latest/api/token", ("X-aws-ec2-metadata-token-ttl-seconds", "60"));
        return await SendAsync(HttpMethod.Get, path, ("X-aws-ec2-metadata-token", token.Body));
    }

    private async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request, CancellationToken.None);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(
            header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);
        return new Reply((int)response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }

    /// <summary>An access key, with the token of a session.</summary>
    internal sealed record TestKey(string AccessKeyId, string SecretAccessKey, string? SessionToken = null)
    {
        public static TestKey Operator => new("AKIASANDBOXOPERATOR1", "SANDBOXSECRETofTheOperatorNotARealOne001");

        /// <summary>The credentials in an answer.</summary>
        public static TestKey Of(Reply reply) =>
            new(reply.Value("AccessKeyId"), reply.Value("SecretAccessKey"), reply.Value("SessionToken"));
    }

    /// <summary>An answer.</summary>
    internal sealed partial record Reply(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        /// <summary>The body with "id" for the request id, which differs from run to run.</summary>
        public string Text => RequestId().Replace(Body, "<RequestId>id</RequestId>");

        public string? Code => Find("Code");

        public string? Message => Find("Message");

        /// <summary>Status, code and message as one line.</summary>
        public string Error => string.Create(CultureInfo.InvariantCulture, $"{Status} {Code}: {Message}");

        public string Value(string name) => Find(name) ?? throw new InvalidOperationException($"No {name} in: {Body}");

        private string? Find(string name) =>
            XElement.Parse(Body).Descendants().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

        [GeneratedRegex("<RequestId>[0-9a-f-]{36}</RequestId>")]
        private static partial Regex RequestId();
    }
}
