using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AssumeRole.Sandbox.Protocol;

namespace AssumeRole.Sandbox.Stores;

/// <summary>The items of a store in all accounts and regions. Changes are atomic.</summary>
internal sealed class StoredItems
{
    private ImmutableDictionary<(string Account, string Region, string Name), StoredItem> items =
        ImmutableDictionary<(string Account, string Region, string Name), StoredItem>.Empty;

    public StoredItem? Find(StoreCall call, string name) => Volatile.Read(ref items).GetValueOrDefault((call.Account, call.Region, name));

    public IEnumerable<StoredItem> All(StoreCall call) =>
        Volatile.Read(ref items).Where(pair => pair.Key.Account == call.Account && pair.Key.Region == call.Region).Select(pair => pair.Value);

    /// <param name="change">Takes the item or null, and returns the new item or an error. It may run more than once.</param>
    public StoreAnswer Change(
        StoreCall call, string name, Func<StoredItem, JsonObject> show, Func<StoredItem?, (StoredItem? Item, AwsError? Error)> change)
    {
        var key = (call.Account, call.Region, name);
        while (true)
        {
            var before = Volatile.Read(ref items);
            var (item, error) = change(before.GetValueOrDefault(key));
            if (item is null) return error!;
            if (Interlocked.CompareExchange(ref items, before.SetItem(key, item), before) == before) return show(item);
        }
    }
}

internal sealed record StoredItem
{
    public static IReadOnlyDictionary<string, string> NoTags { get; } = ImmutableDictionary<string, string>.Empty;

    public required string Name { get; init; }

    public required string Arn { get; init; }

    public string? Description { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = NoTags;

    /// <summary>AWSCURRENT.</summary>
    public SecretVersion? Current { get; init; }

    /// <summary>AWSPREVIOUS.</summary>
    public SecretVersion? Previous { get; init; }

    public int Number { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    public StoredItem WithTags(IReadOnlyDictionary<string, string> more) =>
        this with { Tags = Tags.Where(tag => !more.ContainsKey(tag.Key)).Concat(more).ToDictionary(StringComparer.Ordinal) };

    /// <summary>Adds a value; the current one becomes the previous one.</summary>
    public StoredItem With(SecretVersion version) =>
        this with { Previous = Current, Current = version, Number = Number + 1, ChangedAt = version.CreatedAt };
}

/// <param name="Id">The request token that created it.</param>
internal sealed record SecretVersion(string Id, string Value, DateTimeOffset CreatedAt);
