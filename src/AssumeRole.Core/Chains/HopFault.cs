using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Chains;

/// <summary>
/// Makes a finding of what STS said about one hop. It claims no more than the message holds: across accounts an absent role, a
/// trust policy, the caller's own policy and a wrong external id all give the same words.
/// </summary>
internal static class HopFault
{
    public static Finding Explain(StsFault fault, RoleRequest hop, string caller, StsEndpoint endpoint)
    {
        var kind = fault.Kind;
        var evidence = fault.ToString().TrimEnd('.') + ".";
        if (kind.Id == nameof(FindingCatalogue.StsUnreachable)) evidence = $"{endpoint}: {evidence}";
        return kind.Id == nameof(FindingCatalogue.AssumeDenied)
            ? kind.For(hop.Role.ToString(), evidence, DenialCause(caller), DenialRemedy(fault.Message, hop))
            : kind.For(hop.Role.ToString(), evidence);
    }

    private static string DenialCause(string caller) => $"AWS denies {caller} the role.";

    private static string DenialRemedy(string message, RoleRequest hop)
    {
        if (Says(message, "explicit deny")) return "Find the Deny statement in the policy that the message names; no Allow outweighs it.";
        if (Says(message, "no role trust policy allows") || Says(message, "no resource-based policy allows"))
            return $"Add the caller to the trust policy of {hop.Role}.";
        if (Says(message, "no identity-based policy allows"))
            return $"Add sts:AssumeRole on {hop.Role} to the caller's own policy.";
        if (Says(message, "sts:TagSession"))
            return "Allow sts:TagSession beside sts:AssumeRole in the trust policy and the caller's policy, or leave the tags out.";
        if (Says(message, "sts:SetSourceIdentity"))
            return "Allow sts:SetSourceIdentity beside sts:AssumeRole in both policies, or leave -SourceIdentity out.";
        var externalId = hop.ExternalId is null
            ? "or asks for an external id that was not given"
            : "or asks for another external id than the one given";
        return $"AWS says no more, so check in this order: {hop.Role} exists; its trust policy names the caller; "
            + $"the trust policy has no condition that fails, {externalId}; the caller's own policy allows sts:AssumeRole on it.";
    }

    private static bool Says(string message, string phrase) => message.Contains(phrase, StringComparison.OrdinalIgnoreCase);
}
