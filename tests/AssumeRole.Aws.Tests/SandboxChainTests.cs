using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Sandbox;
using AssumeRole.Sandbox.Protocol;
using AssumeRole.Sessions;
using AssumeRole.Sources;

namespace AssumeRole.Aws.Tests;

/// <summary>The whole way, with the SDK on one end and the sandbox on the other.</summary>
public sealed class SandboxChainTests : IAsyncLifetime
{
    private const string Role1 = "arn:aws:iam::033145145979:role/role1";
    private const string Role2 = "arn:aws:iam::033145145979:role/role2";
    private readonly List<string> trace = [];
    private RoleSandbox sandbox = null!;

    public async ValueTask InitializeAsync() =>
        sandbox = await RoleSandbox.StartAsync(new RoleSandboxOptions(), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();

    [Fact]
    public async Task A_worker_assumes_a_role_by_way_of_another()
    {
        var session = await IssueAsync(new RoleChainRequest { RoleArn = Role2, Via = [Role1] });

        Assert.Equal("arn:aws:sts::033145145979:assumed-role/role2/concourse-task", session.AssumedRoleArn);
        Assert.Equal(
            [
                ("AssumeRole", "arn:aws:sts::111111111111:assumed-role/concourse-worker/i-0123456789abcdef0"),
                ("AssumeRole", "arn:aws:sts::033145145979:assumed-role/role1/concourse-task"),
            ],
            Calls("sts").Select(call => (call.Action, call.CallerArn!)));
        Assert.Equal("PUT /latest/api/token", Calls("imds")[0].Action);
        Assert.All(trace, line => Assert.DoesNotContain(session.SessionToken.Reveal(), line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("arn:aws:iam::222222222222:role/trusts-nobody", null, "AssumeDenied")]
    [InlineData("arn:aws:iam::222222222222:role/absent", null, "AssumeDenied")]
    [InlineData(Role2, null, "AssumeDenied")]
    [InlineData("arn:aws:iam::222222222222:role/worker-permissions", "7200", "ChainingCap")]
    [InlineData("arn:aws:iam::333333333333:role/worker-permissions", "7200", "DurationOverMaximum")]
    public async Task What_the_sandbox_refuses_is_named(string role, string? duration, string id)
    {
        var request = new RoleChainRequest { RoleArn = role, DurationSeconds = duration };

        var error = await Assert.ThrowsAsync<Findings.AssumeRoleException>(() => IssueAsync(request));

        Assert.Equal((id, role), (error.Finding.Id, error.Finding.Target));
        Assert.Single(Calls("sts"));
    }

    [Fact]
    public async Task An_external_id_opens_the_role_that_asks_for_it()
    {
        var request = new RoleChainRequest { RoleArn = "arn:aws:iam::222222222222:role/needs-external-id", ExternalId = "pipeline-42" };

        Assert.Equal("222222222222", (await IssueAsync(request)).Account);
    }

    [Fact]
    public async Task Every_link_of_the_chain_is_checked()
    {
        using var issuer = CreateIssuer();
        var steps = new List<ChainStep>();

        var check = new WorkerChainCheck(issuer, TimeProvider.System);
        await foreach (var step in check.WalkAsync(Check(Request(new RoleChainRequest { RoleArn = Role1 })), default)) steps.Add(step);

        Assert.Equal(["Environment", "Metadata", "InstanceRole", "CallerIdentity", "Hop"], steps.Select(step => step.Step));
        Assert.All(steps, step => Assert.Equal(ChainStepStatus.Passed, step.Status));
    }

    private static ChainCheckRequest Check(SessionRequest request) => new([request]) { Machine = new MachineFacts(null, false) };

    private static SessionRequest Request(RoleChainRequest chain) =>
        new(RoleChain.Plan(chain, new Variables()), new SourceSelection(CredentialSource.Instance));

    private SandboxCall[] Calls(string service) => [.. sandbox.Calls.Where(call => call.Service == service)];

    private async Task<SessionCredentials> IssueAsync(RoleChainRequest chain)
    {
        using var issuer = CreateIssuer();
        return await issuer.IssueAsync(Request(chain), default);
    }

    private SessionIssuer CreateIssuer()
    {
        var variables = new Variables();
        foreach (var (name, value) in SandboxVariables.For(sandbox, variables)) variables.Set(name, value);
        // On a busy machine the sandbox may take longer to answer than the usual second.
        variables.Set("AWS_METADATA_SERVICE_TIMEOUT", "5");
        return new SessionIssuer(
            new AwsServices(),
            new SessionEnvironment(variables, TimeProvider.System),
            new CredentialCache(TimeProvider.System),
            new Nobody(),
            trace.Add,
            TimeProvider.System);
    }

    private sealed class Nobody : ITokenCodePrompt
    {
        public Task<string?> AskAsync(MfaDevice device, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
    }

    private sealed class Variables : IEnvironmentVariables
    {
        private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

        public IReadOnlyCollection<string> Names => values.Keys;

        public string? Get(string name) => values.GetValueOrDefault(name);

        public void Set(string name, string? value)
        {
            if (value is null) values.Remove(name);
            else values[name] = value;
        }
    }
}
