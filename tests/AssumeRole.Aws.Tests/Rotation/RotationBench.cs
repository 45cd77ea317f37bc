using System.Collections.Concurrent;
using AssumeRole.Aws.Stores;
using AssumeRole.Chains;
using AssumeRole.Roles;
using AssumeRole.Rotation;
using AssumeRole.Sandbox;
using AssumeRole.Sessions;
using AssumeRole.Testing;

namespace AssumeRole.Aws.Tests.Rotation;

/// <summary>A sandbox, and rotations against it with the real adapters, as a front door makes them.</summary>
internal sealed class RotationBench : IAsyncDisposable
{
    private readonly string? world;

    private RotationBench(RoleSandbox sandbox, string? world)
    {
        Sandbox = sandbox;
        this.world = world;
        foreach (var (name, value) in SandboxVariables.For(sandbox, Variables)) Variables.Set(name, value);
        // On a busy machine the sandbox may take longer to answer than the usual second.
        Variables.Set("AWS_METADATA_SERVICE_TIMEOUT", "5");
        Store = new SecretReader(sandbox.Endpoint);
    }

    public RoleSandbox Sandbox { get; }

    public TestVariables Variables { get; } = new();

    public SecretReader Store { get; }

    /// <summary>Every line that anything wrote.</summary>
    public ConcurrentQueue<string> Trace { get; } = new();

    /// <summary>Starts the built-in world, or one written as JSON with single quotes.</summary>
    public static async Task<RotationBench> StartAsync(string? world = null)
    {
        var path = world is null ? null : Path.GetTempFileName();
        if (path is not null) await File.WriteAllTextAsync(path, world!.Replace('\'', '"'));
        return new RotationBench(await RoleSandbox.StartAsync(new RoleSandboxOptions(path), default), path);
    }

    public async ValueTask DisposeAsync()
    {
        Store.Dispose();
        await Sandbox.DisposeAsync();
        if (world is not null) File.Delete(world);
    }

    /// <summary>A request for teams written as JSON.</summary>
    public static RotationRequest Request(params string[] teams) => new() { Teams = [.. teams.Select(TeamSource.Parse)] };

    public SessionIssuer CreateIssuer() => new(
        new AwsServices(),
        new SessionEnvironment(Variables, TimeProvider.System),
        new CredentialCache(TimeProvider.System),
        new Nobody(),
        Trace.Enqueue,
        TimeProvider.System);

    /// <summary>Plans and runs, and gives the results in the accounts' order.</summary>
    public async Task<RotationResult[]> RotateAsync(RotationRequest request, CancellationToken cancellationToken = default)
    {
        using var issuer = CreateIssuer();
        var rotation = new TeamRotation(new SdkStores(), issuer, Trace.Enqueue, TimeProvider.System);
        var plan = await rotation.PlanAsync(request, cancellationToken);
        foreach (var warning in plan.Warnings) Trace.Enqueue(warning.ToString());
        List<RotationResult> results = [];
        await foreach (var result in rotation.RunAsync(plan, cancellationToken))
        {
            results.Add(result);
            Trace.Enqueue(result.ToJson());
        }

        return [.. plan.Accounts.Select(account => results.Single(result => (result.Team, result.Account) == (account.Team, account.Account)))];
    }

    private sealed class Nobody : ITokenCodePrompt
    {
        public Task<string?> AskAsync(MfaDevice device, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
    }
}
