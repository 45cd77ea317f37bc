using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Chains;

/// <summary>
/// Makes a finding of what STS said about one hop. It claims no more than the message holds; see <see cref="DenialDiagnosis"/>.
/// </summary>
internal static class HopFault
{
    private const int ChainingSeconds = 3600;

    public static Finding Explain(StsFault fault, RoleRequest hop, string caller, StsEndpoint endpoint)
    {
        var kind = fault.Kind;
        var target = hop.Role.ToString();
        var evidence = fault.ToString().TrimEnd('.') + ".";
        return kind.Id switch
        {
            _ when fault.Code.Length == 0 => kind.For(target, $"{endpoint}: {evidence}"),
            nameof(FindingCatalogue.AssumeDenied) => Deny(DenialDiagnosis.Rank(fault, hop, caller), evidence, hop, caller),
            nameof(FindingCatalogue.DurationOverMaximum) when IsRoleSession(caller) && hop.Duration is { Seconds: > ChainingSeconds } =>
                kind.For(target, evidence, remedy: $"Use -DurationSeconds {ChainingSeconds}. A role's session asks here, and what it assumes lasts an hour at most, "
                    + "however far MaxSessionDuration is raised (AWS does not document whether that holds for an EC2 instance's role, too)."),
            nameof(FindingCatalogue.ClockSkew) => kind.For(target, evidence, remedy: ClockRemedy(kind, fault)),
            _ => kind.For(target, evidence),
        };
    }

    /// <summary>The finding for a denial whose causes are ranked.</summary>
    public static Finding Deny(IReadOnlyList<DenialCandidate> candidates, string evidence, RoleRequest hop, string caller) =>
        FindingCatalogue.AssumeDenied.For(
            hop.Role.ToString(),
            evidence,
            $"AWS denies {caller} the role.",
            candidates is [{ IsCertain: true } or { Cause: DenialCause.TrustPolicy }, ..] and { Count: <= 2 }
                ? candidates[0].Remedy
                : InOrder(hop));

    private static string InOrder(RoleRequest hop)
    {
        var externalId = hop.ExternalId is null
            ? "or asks for an external id that was not given"
            : "or asks for another external id than the one given";
        return $"AWS says no more, so check in this order: {hop.Role} exists; its trust policy names the caller; "
            + $"the trust policy has no condition that fails, {externalId}; the caller's own policy allows sts:AssumeRole on it.";
    }

    private static string? ClockRemedy(FindingKind kind, StsFault fault) =>
        ClockDifference.Read(fault.Message) is { } ahead ? $"This machine's clock is {ClockDifference.Describe(ahead)}. {kind.Remedy}" : null;

    private static bool IsRoleSession(string caller) => caller.Contains(":assumed-role/", StringComparison.Ordinal);
}
