using System.Collections.Immutable;

namespace AssumeRole.Policies;

/// <summary>The context keys of a request, such as sts:ExternalId. Names are compared without regard to case.</summary>
public sealed class RequestContext
{
    private readonly ImmutableDictionary<string, ImmutableArray<string>> keys;

    private RequestContext(ImmutableDictionary<string, ImmutableArray<string>> keys) => this.keys = keys;

    /// <summary>A context without keys.</summary>
    public static RequestContext Empty { get; } = new(
        ImmutableDictionary.Create<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase));

    /// <summary>The values of a key; empty if the request has no such key.</summary>
    /// <param name="key">The key.</param>
    public IReadOnlyList<string> this[string key] => keys.TryGetValue(key, out var values) ? values : [];

    /// <summary>This context with one key more, or with other values for it; without it if there are no values.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">Its values.</param>
    public RequestContext With(string key, params IEnumerable<string> values)
    {
        var array = values.ToImmutableArray();
        return new RequestContext(array.IsEmpty ? keys.Remove(key) : keys.SetItem(key, array));
    }
}
