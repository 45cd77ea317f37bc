using System.Collections.Immutable;

namespace AssumeRole.Sandbox.Stores;

/// <summary>What a store keeps for all accounts and regions. Changes are atomic: a reader sees an item before or after, never between.</summary>
internal sealed class StoredItems
{
    private ImmutableDictionary<(string Account, string Region, string Name), StoredItem> items =
        ImmutableDictionary<(string Account, string Region, string Name), StoredItem>.Empty;

    /// <summary>The item that the call's account and region know by that name, or null.</summary>
    public StoredItem? Find(StoreCall call, string name) => Volatile.Read(ref items).GetValueOrDefault((call.Account, call.Region, name));

    public IEnumerable<StoredItem> All(StoreCall call) =>
        Volatile.Read(ref items).Where(pair => pair.Key.Account == call.Account && pair.Key.Region == call.Region).Select(pair => pair.Value);

    /// <summary>Changes an item, or makes one, or says why not.</summary>
    /// <param name="call">Whose it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="change">Given the item or null, gives what it becomes, or an error. It may run more than once.</param>
    public (StoredItem? Item, StoreError? Error) Change(
        StoreCall call, string name, Func<StoredItem?, (StoredItem? Item, StoreError? Error)> change)
    {
        var key = (call.Account, call.Region, name);
        while (true)
        {
            var before = Volatile.Read(ref items);
            var (item, error) = change(before.GetValueOrDefault(key));
            if (error is not null) return (null, error);
            var after = item is null ? before.Remove(key) : before.SetItem(key, item);
            if (Interlocked.CompareExchange(ref items, after, before) == before) return (item, null);
        }
    }
}
