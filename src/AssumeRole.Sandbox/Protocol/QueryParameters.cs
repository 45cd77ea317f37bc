using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text;
using AssumeRole.Http;

namespace AssumeRole.Sandbox.Protocol;

/// <summary>The parameters of a call in the query protocol, from the query string and a form body.</summary>
internal sealed class QueryParameters
{
    private static readonly FrozenSet<string> Hidden =
        FrozenSet.ToFrozenSet(["TokenCode", "WebIdentityToken", "SAMLAssertion", "X-Amz-Security-Token", "X-Amz-Signature"]);

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    private QueryParameters()
    {
    }

    public string? this[string name] => values.GetValueOrDefault(name);

    public static QueryParameters Read(HttpRequest request)
    {
        var parameters = new QueryParameters();
        parameters.Add(request.Query);
        var contentType = request.Headers["Content-Type"] ?? "";
        if (contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            parameters.Add(Encoding.UTF8.GetString(request.Body.Span));
        return parameters;
    }

    /// <summary>The parameters without tokens and codes.</summary>
    public IReadOnlyDictionary<string, string> Visible() => values
        .Where(pair => !Hidden.Contains(pair.Key))
        .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    /// <summary>A list parameter: Name.member.1, Name.member.2, and so on without a gap.</summary>
    public IReadOnlyList<string> List(string name)
    {
        List<string> items = [];
        while (this[Member(name, items.Count + 1)] is { } item) items.Add(item);
        return items;
    }

    /// <summary>A list parameter of structures: the value of each field, null if missing.</summary>
    public IReadOnlyList<IReadOnlyList<string?>> Structures(string name, params string[] fields)
    {
        List<IReadOnlyList<string?>> items = [];
        while (true)
        {
            var member = Member(name, items.Count + 1);
            string?[] item = [.. fields.Select(field => this[$"{member}.{field}"])];
            if (item.All(value => value is null)) return items;
            items.Add(item);
        }
    }

    private static string Member(string name, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}.member.{number}");

    private void Add(string form)
    {
        foreach (var pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            values[WebUtility.UrlDecode(parts[0])] = parts.Length > 1 ? WebUtility.UrlDecode(parts[1]) : "";
        }
    }
}
