namespace AssumeRole.Policies;

/// <summary>What is to be decided: may this principal do this with that?</summary>
/// <param name="Principal">Who asks.</param>
/// <param name="Action">The action, such as sts:AssumeRole.</param>
/// <param name="Resource">The ARN of the resource.</param>
/// <param name="ResourceAccount">The account that owns the resource.</param>
/// <param name="Context">The context keys.</param>
public sealed record AccessRequest(
    AccessPrincipal Principal, string Action, string Resource, string ResourceAccount, RequestContext Context);
