using AssumeRole.Policies;
using AssumeRole.Sandbox.Sessions;

namespace AssumeRole.Sandbox.Stores;

/// <summary>One call of a secret store, signed by somebody who is known.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="Region">Which region's store.</param>
/// <param name="Context">The context keys.</param>
internal sealed record StoreCall(StoreRequest Request, Caller Caller, string Region, RequestContext Context)
{
    public string Account => Caller.Account;
}
