using System.Text.Json;
using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Sandbox;
using AssumeRole.Sandbox.Protocol;
using AssumeRole.Sandbox.Worlds;
using AssumeRole.Sessions;
using AssumeRole.Sources;

namespace AssumeRole.Aws.Tests.Diagnosis;

/// <summary>A world that runs, and a check over the real SDK in it.</summary>
internal sealed class ChainBench : IAsyncDisposable
{
    private readonly FaultyWorld row;
    private readonly RoleSandbox sandbox;
    private readonly Variables variables = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("assumerole-");

    public ChainBench(FaultyWorld row)
    {
        this.row = row;
        using var document = JsonDocument.Parse(row.World.Replace('\'', '"'));
        sandbox = new RoleSandbox(WorldReader.Read(document.RootElement, row.Name), port: 0, TimeProvider.System);
        foreach (var (name, value) in SandboxVariables.For(sandbox, variables)) variables.Set(name, value);
        // On a busy machine the sandbox may take longer to answer than the usual second.
        variables.Set("AWS_METADATA_SERVICE_TIMEOUT", "5");
        foreach (var (name, value) in row.Variables) variables.Set(name, value);
        if (row.ConfigFile is null) return;
        var path = Path.Combine(folder.FullName, "config");
        File.WriteAllText(path, row.ConfigFile);
        variables.Set("AWS_CONFIG_FILE", path);
    }

    /// <summary>The requests that the sandbox has handled.</summary>
    public IReadOnlyList<SandboxCall> Calls => sandbox.Calls;

    /// <summary>The steps of the row's walk.</summary>
    public async Task<IReadOnlyList<ChainStep>> WalkAsync()
    {
        var start = row.Selection;
        if (row.Before is { } before)
        {
            using var first = CreateIssuer();
            var session = await first.IssueAsync(Plan(before, new SourceSelection(CredentialSource.Instance)), default);
            start = new SourceSelection(Given: session.ToKeys());
        }

        using var issuer = CreateIssuer();
        var steps = new List<ChainStep>();
        var request = new ChainCheckRequest([Plan(row.Request, start)]) { Machine = row.Machine, Detailed = row.Detailed };
        await foreach (var step in new WorkerChainCheck(issuer, TimeProvider.System).WalkAsync(request, default)) steps.Add(step);
        return steps;
    }

    public async ValueTask DisposeAsync()
    {
        await sandbox.DisposeAsync();
        folder.Delete(recursive: true);
        Assert.Empty(sandbox.Defects);
    }

    private SessionRequest Plan(RoleChainRequest request, SourceSelection start) => new(RoleChain.Plan(request, variables), start);

    private SessionIssuer CreateIssuer() => new(
        new AwsServices(),
        new SessionEnvironment(variables, TimeProvider.System),
        new CredentialCache(TimeProvider.System),
        new NoPrompt(),
        _ => { },
        TimeProvider.System);

    private sealed class NoPrompt : ITokenCodePrompt
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
