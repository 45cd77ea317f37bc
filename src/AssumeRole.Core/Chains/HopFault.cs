using System.Globalization;
using System.Text.RegularExpressions;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Chains;

/// <summary>Makes a finding of what STS said about one hop, and claims no more than the message holds.</summary>
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

/// <summary>How far this machine's clock is from STS's; more than zero if it is ahead.</summary>
internal static partial class ClockDifference
{
    /// <summary>From what difference on a clock is worth a warning. STS refuses signatures from 15 minutes on.</summary>
    public static readonly TimeSpan Noteworthy = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Reads it from STS's refusal: "Signature expired: signed is now earlier than limit (now - 15 min.)" or "Signature not yet
    /// current: signed is still later than limit (now + 15 min.)".
    /// </summary>
    public static TimeSpan? Read(string message)
    {
        var match = Pattern().Match(message);
        return match.Success && Parse(match.Groups["signed"].Value) is { } signed && Parse(match.Groups["now"].Value) is { } now
            ? signed - now
            : null;
    }

    /// <summary>The difference in words: "5 h 7 min behind".</summary>
    public static string Describe(TimeSpan ahead)
    {
        var size = ahead.Duration();
        var text = size.TotalMinutes < 1 ? $"{(int)size.TotalSeconds} s"
            : size.TotalHours < 1 ? $"{(int)size.TotalMinutes} min {size.Seconds} s"
            : size.TotalDays < 1 ? $"{(int)size.TotalHours} h {size.Minutes} min"
            : $"{(int)size.TotalDays} d {size.Hours} h";
        return $"{text} {(ahead < TimeSpan.Zero ? "behind" : "ahead")}";
    }

    private static DateTimeOffset? Parse(string text) => DateTimeOffset.TryParseExact(
        text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time
        : null;

    [GeneratedRegex(@"(?<signed>\d{8}T\d{6}Z).{1,40}\d{8}T\d{6}Z \((?<now>\d{8}T\d{6}Z) [-+] ", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
