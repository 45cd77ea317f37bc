using AssumeRole.Sandbox;
using AssumeRole.Soak.Leaks;

namespace AssumeRole.Soak.Worlds;

/// <summary>The sandbox that the operations of one lane meet: a new world now and then, a new fault for each operation.</summary>
internal sealed class Stage(string lane, SoakOptions options, Folders folders, LeakSearch search) : IAsyncDisposable
{
    private const int OperationsPerWorld = 16;
    private RoleSandbox? sandbox;
    private int number = -1;

    /// <summary>The world that it plays.</summary>
    public RandomWorld World { get; private set; } = null!;

    /// <summary>The world's file.</summary>
    public string WorldPath => Path.Combine(folders.Private, $"world-{lane}.json");

    /// <summary>A file with a web identity token of this world.</summary>
    public string TokenPath => Path.Combine(folders.Private, $"token-{lane}");

    /// <summary>An AWS configuration with profiles of this world.</summary>
    public string ConfigPath => Path.Combine(folders.Private, $"config-{lane}");

    public Uri Endpoint => sandbox!.Endpoint;

    /// <summary>Gets ready for an operation.</summary>
    /// <returns>What is otherwise than in the built-in world.</returns>
    public async Task<string> SetAsync(int operation)
    {
        if (operation / OperationsPerWorld != number || sandbox is null)
        {
            number = operation / OperationsPerWorld;
            await StartAsync();
        }

        // What is planted must be the only fault.
        var (fault, faults) = options.Plant == Plant.None ? RandomFaults.Of(new Draw(options.Seed, lane + " fault", operation)) : ("no fault", new());
        sandbox!.SetFaults(faults);
        return $"{World.Changes}; {fault}";
    }

    /// <summary>The sandbox's own mistakes.</summary>
    public IReadOnlyCollection<Exception> Defects => sandbox?.Defects ?? [];

    /// <summary>Tells the search of what was issued meanwhile.</summary>
    public void Tell()
    {
        foreach (var secret in sandbox?.Issued.Take() ?? []) search.Add(secret.Reveal(), "a secret that the sandbox issued");
    }

    /// <summary>The variables that lead to it, and no other AWS variable.</summary>
    public IReadOnlyDictionary<string, string?> Variables() => SandboxVariables.For(sandbox!, new NoVariables());

    public async ValueTask DisposeAsync()
    {
        if (sandbox is null) return;
        await sandbox.DisposeAsync();
        Tell();
        sandbox = null;
    }

    private async Task StartAsync()
    {
        await DisposeAsync();
        World = RandomWorld.Of(new Draw(options.Seed, lane + " world", number), isChanged: options.Plant == Plant.None);
        search.Add(World.OperatorSecret, "the operator's secret access key");
        search.Add(World.MfaCode, "an MFA code");
        search.Add(World.WebIdentityToken, "a web identity token");
        await File.WriteAllTextAsync(WorldPath, World.Json);
        await File.WriteAllTextAsync(TokenPath, World.WebIdentityToken);
        await File.WriteAllTextAsync(ConfigPath, $"""
            [profile base]
            aws_access_key_id = {RandomWorld.OperatorKeyId}
            aws_secret_access_key = {World.OperatorSecret}
            region = eu-west-1
            [profile through]
            role_arn = {RandomWorld.Worker}
            source_profile = base
            [profile instance]
            role_arn = {RandomWorld.Permissions2}
            credential_source = Ec2InstanceMetadata
            [profile loop]
            role_arn = {RandomWorld.Worker}
            source_profile = loop

            """);
        sandbox = await RoleSandbox.StartAsync(new RoleSandboxOptions(WorldPath), CancellationToken.None);
        sandbox.Issued.IsKept = true;
    }
}
