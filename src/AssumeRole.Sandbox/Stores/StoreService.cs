using System.Text.Json;
using System.Text.Json.Nodes;
using AssumeRole.Http;
using AssumeRole.Policies;
using AssumeRole.Sandbox.Protocol;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Signing;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Stores;

/// <summary>The JSON protocol around the stores: finds the operation, authenticates and authorises the caller, applies faults.</summary>
internal sealed class StoreService(
    World world, SessionStore sessions, TimeProvider time, CallContext context, SandboxFaults faults, CallLog log)
{
    public const string TargetHeader = "X-Amz-Target";

    private readonly IReadOnlyList<(IStore Store, RequestAuthentication Authentication)> stores =
    [
        .. new IStore[] { new SecretsManagerStore(time), new ParameterStore(time) }.Select(store =>
            (store, new RequestAuthentication(world, sessions, time, store.SigningName))),
    ];

    public HttpResponse Handle(HttpRequest request)
    {
        var target = request.Headers[TargetHeader] ?? "";
        var (store, authentication) = stores.FirstOrDefault(one => target.StartsWith(one.Store.TargetPrefix + ".", StringComparison.Ordinal));
        if (store is null || JsonObjects.Parse(request.Body) is not { } body)
            return Answer("stores", target, null, null, StoreErrors.UnknownOperation);
        var operation = target[(store.TargetPrefix.Length + 1)..];
        var name = store.NameIn(body);
        if (faults.TakeStoreError() is { } fault) return Answer(store.SigningName, operation, null, name, fault);
        var signed = authentication.Authenticate(request, QueryParameters.Read(request));
        if (signed.Caller is not { } caller)
            return Answer(store.SigningName, operation, null, name, StoreErrors.FromSignature(signed.Error!));
        var known = new StoreCall(body, caller, signed.Region, context.Create(request, caller, signed.Region));
        var answer = Refuse(store, operation, known) ?? store.Execute(operation, known) ?? StoreErrors.UnknownOperation;
        return Answer(store.SigningName, operation, caller.Arn, name, answer);
    }

    /// <summary>Checks the caller's policies. Creating something with tags needs the permission to tag it too.</summary>
    private AwsError? Refuse(IStore store, string operation, StoreCall call)
    {
        if (call.Caller.IsRoot) return null;
        var tags = call.Request.Tags();
        var held = store.NameIn(call.Request) is { } name && store.Items.Find(call, name) is { } item ? item.Tags : StoredItem.NoTags;
        var known = held.Aggregate(call.Context, (keys, tag) => keys.With($"aws:ResourceTag/{tag.Key}", tag.Value));
        var context = tags.Aggregate(known.With("aws:TagKeys", tags.Keys), (keys, tag) => keys.With($"aws:RequestTag/{tag.Key}", tag.Value));
        string[] actions = tags.Count == 0 || operation == store.TaggingAction ? [operation] : [operation, store.TaggingAction];
        return actions.Select(action => Refuse($"{store.SigningName}:{action}", store.ResourceOf(call), call, context))
            .FirstOrDefault(refusal => refusal is not null);
    }

    private AwsError? Refuse(string action, string resource, StoreCall call, RequestContext context)
    {
        var account = world.FindAccount(call.Account);
        var policies = call.Caller.Policies with
        {
            ServiceControl = account.ServiceControlPolicies,
            ResourceControl = account.ResourceControlPolicies,
        };
        var decision = PolicyEvaluator.Evaluate(new AccessRequest(call.Caller.Principal, action, resource, call.Account, context), policies);
        if (decision.IsAllowed) return null;
        var reason = decision.Outcome == PolicyOutcome.ExplicitDeny
            ? "with an explicit deny in a policy"
            : $"because no identity-based policy allows the {action} action";
        return StoreErrors.AccessDenied($"User: {call.Caller.Arn} is not authorized to perform: {action} on resource: {resource} {reason}");
    }

    private HttpResponse Answer(string service, string operation, string? caller, string? name, StoreAnswer answer)
    {
        Dictionary<string, string> shown = name is null ? [] : new(StringComparer.Ordinal) { ["Name"] = name };
        log.Add(new SandboxCall(service, operation, caller, shown, answer.StatusCode, answer.Error?.Code));
        return HttpResponse.Text(
            answer.StatusCode, "application/x-amz-json-1.1", answer.Body.ToJsonString(), new HttpHeader("x-amzn-RequestId", Guid.NewGuid().ToString()));
    }
}

internal interface IStore
{
    /// <summary>The service in signatures and in the actions of policies.</summary>
    string SigningName { get; }

    string TargetPrefix { get; }

    string TaggingAction { get; }

    StoredItems Items { get; }

    string? NameIn(JsonElement request);

    string ResourceOf(StoreCall call);

    /// <summary>Executes an operation. Returns null if the store has none of that name.</summary>
    StoreAnswer? Execute(string operation, StoreCall call);
}

internal sealed record StoreCall(JsonElement Request, Caller Caller, string Region, RequestContext Context)
{
    public string Account => Caller.Account;
}

internal sealed record StoreAnswer(JsonObject Body, AwsError? Error = null)
{
    public int StatusCode => Error?.StatusCode ?? 200;

    public static implicit operator StoreAnswer(JsonObject body) => new(body);

    public static implicit operator StoreAnswer(AwsError error) =>
        new(new JsonObject { ["__type"] = error.Code, ["Message"] = error.Message ?? "" }, error);
}

/// <summary>The members that both stores read and write.</summary>
internal static class StoreJson
{
    /// <summary>Seconds since 1970.</summary>
    public static decimal Time(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / 1000m;

    public static JsonArray Tags(IReadOnlyDictionary<string, string> tags) =>
        new([.. tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]);

    public static IReadOnlyDictionary<string, string> Tags(this JsonElement json) => json.Member("Tags").Items().ToDictionary(
        tag => tag.GetProperty("Key").GetString()!, tag => tag.GetProperty("Value").GetString()!, StringComparer.Ordinal);
}
