using System.Text.Json;
using AssumeRole.Http;
using AssumeRole.Policies;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Signing;
using AssumeRole.Sandbox.Sts;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Stores;

/// <summary>The JSON protocol around the stores: which operation, who signed it, whether that is allowed, what is to go wrong.</summary>
internal sealed class StoreService(
    World world, SessionStore sessions, TimeProvider time, CallContext context, SandboxFaults faults, CallLog log)
{
    /// <summary>The header that names service and operation.</summary>
    public const string TargetHeader = "X-Amz-Target";

    private readonly IReadOnlyList<(IStore Store, RequestAuthentication Authentication)> stores =
    [
        .. new IStore[] { new SecretsManagerStore(time), new ParameterStore(time) }.Select(store =>
            (store, new RequestAuthentication(world, sessions, new SignatureRules(world.Region, time, store.SigningName)))),
    ];

    public HttpResponse Handle(HttpRequest request)
    {
        var target = request.Headers[TargetHeader] ?? "";
        var (store, authentication) = stores.FirstOrDefault(one => target.StartsWith(one.Store.TargetPrefix + ".", StringComparison.Ordinal));
        if (store is null || Parse(request) is not { } body) return Answer("stores", target, null, null, StoreError.UnknownOperation);
        var operation = target[(store.TargetPrefix.Length + 1)..];
        var call = new StoreRequest(body);
        var name = store.NameIn(call);
        if (faults.TakeStoreError() is { } fault) return Answer(store.SigningName, operation, null, name, fault);
        var signed = authentication.Authenticate(new StsCall(QueryParameters.Of(request), request));
        if (signed.Caller is not { } caller) return Answer(store.SigningName, operation, null, name, StoreError.OfSignature(signed.Error!));
        var known = new StoreCall(call, caller, signed.Region, context.Of(request, caller, signed.Region));
        var answer = Refuse(store, operation, known) ?? store.Execute(operation, known) ?? StoreError.UnknownOperation;
        return Answer(store.SigningName, operation, caller.Arn, name, answer);
    }

    private static JsonElement? Parse(HttpRequest request)
    {
        try
        {
            using var document = JsonDocument.Parse(request.Body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Why the caller's policies do not let it, or null. Who makes something with tags needs the right to tag it too.</summary>
    private StoreError? Refuse(IStore store, string operation, StoreCall call)
    {
        if (call.Caller.IsRoot) return null;
        var tags = call.Request.Tags();
        var known = store.TagsOf(call).Aggregate(call.Context, (keys, tag) => keys.With($"aws:ResourceTag/{tag.Key}", tag.Value));
        var context = tags.Aggregate(known.With("aws:TagKeys", tags.Keys), (keys, tag) => keys.With($"aws:RequestTag/{tag.Key}", tag.Value));
        string[] actions = tags.Count == 0 || operation == store.TaggingAction ? [operation] : [operation, store.TaggingAction];
        return actions.Select(action => Refuse($"{store.SigningName}:{action}", store.ResourceOf(call), call, context))
            .FirstOrDefault(refusal => refusal is not null);
    }

    private StoreError? Refuse(string action, string resource, StoreCall call, RequestContext context)
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
        return StoreError.AccessDenied($"User: {call.Caller.Arn} is not authorized to perform: {action} on resource: {resource} {reason}");
    }

    private HttpResponse Answer(string service, string operation, string? caller, string? name, StoreAnswer answer)
    {
        Dictionary<string, string> shown = name is null ? [] : new(StringComparer.Ordinal) { ["Name"] = name };
        log.Add(new SandboxCall(service, operation, caller, shown, answer.StatusCode, answer.Error?.Code));
        return HttpResponse.Text(
            answer.StatusCode, "application/x-amz-json-1.1", answer.Body, new HttpHeader("x-amzn-RequestId", Guid.NewGuid().ToString()));
    }
}
