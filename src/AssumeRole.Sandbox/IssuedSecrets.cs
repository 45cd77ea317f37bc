using System.Collections.Concurrent;

namespace AssumeRole.Sandbox;

/// <summary>
/// Every secret that a sandbox ever handed out: secret access keys, session tokens, metadata tokens. For a leak test, which looks for
/// each of them in everything that programs wrote.
/// </summary>
internal sealed class IssuedSecrets
{
    private readonly ConcurrentQueue<Secret> issued = new();

    /// <summary>Whether they are kept. Nobody but a leak test takes them: kept always, they would grow with every call.</summary>
    public bool IsKept { get; set; }

    /// <summary>All of them, in the order in which they were issued.</summary>
    public IReadOnlyCollection<Secret> All => [.. issued];

    /// <summary>Remembers a secret, before anybody is told it.</summary>
    public Secret Add(string text)
    {
        var secret = new Secret(text);
        if (IsKept) issued.Enqueue(secret);
        return secret;
    }

    /// <summary>Those that were issued since the last call of this.</summary>
    public IReadOnlyList<Secret> Take()
    {
        var taken = new List<Secret>();
        while (issued.TryDequeue(out var secret)) taken.Add(secret);
        return taken;
    }
}
