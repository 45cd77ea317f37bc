using System.Text.Json;
using AssumeRole.Policies;

namespace AssumeRole.Fidelity;

/// <summary>A request and its policies as JSON: by, action, resource, account, context, and the documents by kind.</summary>
internal static class FidelityCase
{
    /// <summary>Allowed, ImplicitDeny or ExplicitDeny.</summary>
    public static string Decide(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var request = new AccessRequest(Principal(root.GetProperty("by")), Text(root, "action"), Text(root, "resource"), Text(root,
            "account"), Context(root));
        var policies = new PolicySet
        {
            Identity = [.. Items(root, "identity").Select(Policy)],
            Trust = Single(root, "trust"),
            PermissionsBoundary = Single(root, "boundary"),
            Session = Single(root, "session") is { } session ? [session] : [],
            ServiceControl = [.. Items(root, "scp").Select(level => level.EnumerateArray().Select(Policy).ToArray())],
            ResourceControl = [.. Items(root, "rcp").SelectMany(level => level.EnumerateArray().Select(Policy))],
            VpcEndpoint = Single(root, "endpoint"),
        };
        return PolicyEvaluator.Evaluate(request, policies).Outcome.ToString();
    }

    private static AccessPrincipal Principal(JsonElement by)
    {
        var name = Text(by, "name");
        if (Text(by, "type") == "Service") return AccessPrincipal.Service(name);
        if (Text(by, "type") == "Federated") return AccessPrincipal.Federated(name);
        return by.TryGetProperty("roleArn", out var role)
            ? AccessPrincipal.RoleSession(name, Text(by, "account"), role.GetString()!)
            : AccessPrincipal.User(name, Text(by, "account"));
    }

    private static RequestContext Context(JsonElement root) => root.GetProperty("context").EnumerateObject().Aggregate(
        RequestContext.Empty,
        (context, key) => context.With(
            key.Name,
            key.Value.ValueKind == JsonValueKind.Array ? key.Value.EnumerateArray().Select(item => item.GetString()!) : [key.Value.GetString()!]));

    private static NamedPolicy? Single(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? Policy(value) : null;

    private static NamedPolicy Policy(JsonElement json) => new("policy", PolicyParser.Parse(json).Document!);

    private static JsonElement[] Items(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
