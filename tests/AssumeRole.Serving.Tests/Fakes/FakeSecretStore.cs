using System.Collections.Concurrent;
using AssumeRole.Rotation;

namespace AssumeRole.Serving.Tests;

/// <summary>A secret store in memory that can refuse and be killed.</summary>
internal sealed class FakeSecretStore : ISecretStore
{
    /// <summary>A secret with its value.</summary>
    public sealed record Item(string Value, string Description, string? Owner, bool IsToBeDeleted = false);

    private readonly ConcurrentQueue<string> calls = new();

    public ConcurrentDictionary<string, Item> Items { get; } = new(StringComparer.Ordinal);

    /// <summary>The calls in order, such as "create /concourse/team/account".</summary>
    public IReadOnlyList<string> Calls => [.. calls];

    /// <summary>The writes among them.</summary>
    public IReadOnlyList<string> Writes => [.. calls.Where(call => !call.StartsWith("find ", StringComparison.Ordinal))];

    /// <summary>Given a call, gives the exception that it fails with, or null.</summary>
    public Func<string, Exception?> Fails { get; set; } = _ => null;

    /// <summary>Given a call, waits before it is answered.</summary>
    public Func<string, CancellationToken, Task> Waits { get; set; } = (_, _) => Task.CompletedTask;

    public static StoreException Fault(string code, int status = 400, string message = "As the store says.") =>
        new(new StoreFault(code, message, status, "id-1"));

    public string ValueOf(string name) => Items[name].Value;

    public Task<StoredSecret?> FindAsync(string name, CancellationToken cancellationToken) => CallAsync(
        $"find {name}",
        () => Items.TryGetValue(name, out var item) ? new StoredSecret(name, item.Description, item.Owner) { IsToBeDeleted = item.IsToBeDeleted } : null,
        cancellationToken);

    public Task CreateAsync(SecretWrite write, CancellationToken cancellationToken) => CallAsync(
        $"create {write.Name}",
        () => Items.TryAdd(write.Name, ItemOf(write)) ? true : throw Fault("ResourceExistsException"),
        cancellationToken);

    public Task ReplaceAsync(SecretWrite write, StoredSecret seen, CancellationToken cancellationToken) => CallAsync(
        $"replace {write.Name}",
        () => Items.ContainsKey(write.Name) ? Items[write.Name] = ItemOf(write) : throw Fault("ResourceNotFoundException"),
        cancellationToken);

    public void Dispose()
    {
    }

    private static Item ItemOf(SecretWrite write) => new(write.Value.Reveal(), write.Description, write.Tags[SecretTags.Owner]);

    private async Task<T> CallAsync<T>(string call, Func<T> act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        calls.Enqueue(call);
        await Task.Yield();
        await Waits(call, cancellationToken);
        return Fails(call) is { } error ? throw error : act();
    }
}
