using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Chains;

/// <summary>
/// Ranks what a denial may come from. It is certain only where AWS's message names the kind of policy (IAM guide, "Troubleshoot
/// access denied error messages") or where the same call without one field went through: across accounts an absent role, a
/// trust policy, the caller's own policy and a wrong external id all give the same words.
/// </summary>
internal static class DenialDiagnosis
{
    private static readonly (string Phrase, DenialCause Cause)[] NamedKinds =
    [
        ("service control policy", DenialCause.OrganizationPolicy),
        ("resource control policy", DenialCause.OrganizationPolicy),
        ("permissions boundary", DenialCause.PermissionsBoundary),
        ("session policy", DenialCause.SessionPolicy),
        ("VPC endpoint policy", DenialCause.EndpointPolicy),
        ("identity-based policy", DenialCause.IdentityPolicy),
    ];

    /// <summary>The candidates, the best supported first.</summary>
    public static IReadOnlyList<DenialCandidate> Rank(StsFault fault, RoleRequest hop, string caller)
    {
        var message = fault.Message;
        if (Says(message, "perform: sts:TagSession"))
            return [Certain(DenialCause.SessionTags, "AWS names sts:TagSession.", hop)];
        if (Says(message, "perform: sts:SetSourceIdentity"))
            return [Certain(DenialCause.SourceIdentity, "AWS names sts:SetSourceIdentity.", hop)];
        foreach (var (phrase, cause) in NamedKinds)
            if (Says(message, phrase)) return [Certain(cause, $"AWS names it: {Reason(message)}.", hop)];
        if (Says(message, "explicit deny in the role trust policy") || Says(message, "explicit deny in a resource-based policy"))
            return [Certain(DenialCause.TrustPolicy, $"AWS names it: {Reason(message)}.", hop)];
        if (Says(message, "role trust policy") || Says(message, "resource-based policy"))
            return RankTrust($"AWS names it: {Reason(message)}.", hop);
        return RankBare(hop, caller);
    }

    /// <summary>The one cause that is left when the same call without a field went through.</summary>
    public static IReadOnlyList<DenialCandidate> Settle(IEnumerable<DenialCause> causes, string name, RoleRequest hop) =>
        [.. causes.Select(cause => Certain(cause, $"Without {name} AWS gives the role.", hop))];

    /// <summary>The candidates that are left when the same call without a field was denied, too.</summary>
    public static IReadOnlyList<DenialCandidate> Clear(
        IReadOnlyList<DenialCandidate> ranked, IReadOnlyList<DenialCause> causes, string name) =>
    [
        .. ranked
            .Where(candidate => candidate.IsCertain || !causes.Contains(candidate.Cause))
            .Select((candidate, place) => place == 0
                ? candidate with { Evidence = $"{candidate.Evidence} Without {name} AWS denies it, too." }
                : candidate),
    ];

    public static string Remedy(DenialCause cause, RoleRequest hop) => cause switch
    {
        DenialCause.IdentityPolicy => $"Add sts:AssumeRole on {hop.Role} to the caller's own policy.",
        DenialCause.TrustPolicy => $"Add the caller to the trust policy of {hop.Role}.",
        DenialCause.ExternalId => hop.ExternalId is null
            ? $"Ask the owner of {hop.Role} for the external id and give it with -ExternalId."
            : $"Compare -ExternalId with sts:ExternalId in the trust policy of {hop.Role}, letter by letter.",
        DenialCause.SessionTags =>
            "Allow sts:TagSession beside sts:AssumeRole in the trust policy and the caller's policy, and see whether a condition asks for other tags "
            + "(aws:RequestTag, aws:TagKeys); or leave the tags out.",
        DenialCause.SourceIdentity =>
            "Allow sts:SetSourceIdentity beside sts:AssumeRole in both policies, and see whether a condition on sts:SourceIdentity asks for another; "
            + "or leave -SourceIdentity out.",
        DenialCause.OrganizationPolicy => "Ask the administrator of the organisation: its service or resource control policy must allow sts:AssumeRole here.",
        DenialCause.PermissionsBoundary => "Add sts:AssumeRole on the role to the permissions boundary of the caller.",
        DenialCause.SessionPolicy => "The caller's session was made with a session policy: make it again with one that allows sts:AssumeRole, or with none.",
        DenialCause.EndpointPolicy => "Allow sts:AssumeRole on the role in the policy of the VPC endpoint for STS.",
        _ => $"Look for {hop.Role.Name} in account {hop.Role.Account}: path, spelling and account must all be right.",
    };

    private static IReadOnlyList<DenialCandidate> RankTrust(string evidence, RoleRequest hop)
    {
        var caller = Possible(DenialCause.TrustPolicy, evidence, hop);
        var id = Possible(DenialCause.ExternalId, $"{evidence} {ExternalIdEvidence(hop)}", hop);
        return hop.ExternalId is null ? [caller, id] : [id, caller];
    }

    private static IReadOnlyList<DenialCandidate> RankBare(RoleRequest hop, string caller)
    {
        var absent = Possible(DenialCause.RoleMissing, "AWS does not say whether the role exists.", hop);
        var trust = Possible(DenialCause.TrustPolicy, "AWS does not name the principals that the role trusts.", hop);
        var organisation = Possible(DenialCause.OrganizationPolicy, "AWS does not name an organisation's policy to another account.", hop);
        // A token has no policy of its own, and its call no external id.
        if (hop.WebIdentity is not null) return [trust, absent, organisation];

        var own = Possible(DenialCause.IdentityPolicy, "Across accounts the caller's own policy must allow it, and AWS does not say if it does.", hop);
        var id = Possible(DenialCause.ExternalId, ExternalIdEvidence(hop), hop);
        var isSameAccount = caller.Split(':') is ["arn", _, _, _, var account, ..] && account == hop.Role.Account;
        var extras = Extras(hop);
        if (isSameAccount)
        {
            absent = absent with { Evidence = "Within one account AWS names the kind of policy that denies, and here it named none." };
            return [absent, trust, .. extras, id, own];
        }

        DenialCandidate[] rest =
        [
            absent,
            Possible(DenialCause.PermissionsBoundary, "Across accounts AWS does not name the caller's permissions boundary.", hop),
            Possible(DenialCause.SessionPolicy, "Across accounts AWS does not name a session policy of the caller's.", hop),
            organisation,
            Possible(DenialCause.EndpointPolicy, "Across accounts AWS does not name the policy of a VPC endpoint.", hop),
        ];
        return hop.ExternalId is null ? [trust, own, id, .. extras, .. rest] : [id, trust, own, .. extras, .. rest];
    }

    private static IEnumerable<DenialCandidate> Extras(RoleRequest hop)
    {
        if (hop.Tags.Count > 0)
            yield return Possible(DenialCause.SessionTags, "Session tags were passed; -Detailed asks again without them.", hop);
        if (hop.SourceIdentity is not null)
            yield return Possible(DenialCause.SourceIdentity, "A source identity was passed; -Detailed asks again without it.", hop);
    }

    private static string ExternalIdEvidence(RoleRequest hop) => hop.ExternalId is null
        ? "No external id was given."
        : "An external id was given; a wrong one is denied in the same words.";

    private static string Reason(string message)
    {
        var because = message.IndexOf(" because ", StringComparison.OrdinalIgnoreCase);
        var with = message.IndexOf(" with an explicit deny", StringComparison.OrdinalIgnoreCase);
        return because >= 0 ? message[(because + 9)..].TrimEnd('.') : with >= 0 ? message[(with + 6)..].TrimEnd('.') : message.TrimEnd('.');
    }

    private static DenialCandidate Certain(DenialCause cause, string evidence, RoleRequest hop) =>
        new(cause, true, evidence, evidence.Contains("explicit deny", StringComparison.OrdinalIgnoreCase)
            ? "Find the Deny statement in the policy that the message names; no Allow outweighs it."
            : Remedy(cause, hop));

    private static DenialCandidate Possible(DenialCause cause, string evidence, RoleRequest hop) =>
        new(cause, false, evidence, Remedy(cause, hop));

    private static bool Says(string message, string phrase) => message.Contains(phrase, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One cause that a denial may have.</summary>
/// <param name="IsCertain">Whether what was seen leaves no other.</param>
/// <param name="Evidence">What speaks for it. Never a secret.</param>
public sealed record DenialCandidate(DenialCause Cause, bool IsCertain, string Evidence, string Remedy);

/// <summary>Why AWS may have denied a role.</summary>
public enum DenialCause
{
    /// <summary>The caller's own policies do not allow sts:AssumeRole on the role, or deny it.</summary>
    IdentityPolicy,

    /// <summary>The role's trust policy does not let the caller in, or denies it.</summary>
    TrustPolicy,

    /// <summary>The trust policy asks for an external id that was not given, or for another one.</summary>
    ExternalId,

    /// <summary>Session tags were passed, and sts:TagSession is not allowed beside sts:AssumeRole.</summary>
    SessionTags,

    /// <summary>A source identity was passed, and sts:SetSourceIdentity is not allowed beside sts:AssumeRole.</summary>
    SourceIdentity,

    /// <summary>A service control or resource control policy of the organisation denies.</summary>
    OrganizationPolicy,

    /// <summary>The permissions boundary of the caller does not allow it.</summary>
    PermissionsBoundary,

    /// <summary>The session policy that the caller's own session was made with does not allow it.</summary>
    SessionPolicy,

    /// <summary>The policy of the VPC endpoint on the way does not allow it.</summary>
    EndpointPolicy,

    /// <summary>There is no such role.</summary>
    RoleMissing,
}
