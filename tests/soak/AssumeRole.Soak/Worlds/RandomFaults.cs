using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Soak.Worlds;

/// <summary>What may go wrong in the sandbox while an operation runs.</summary>
internal static class RandomFaults
{
    private const int ForEver = int.MaxValue;

    private static readonly IReadOnlyList<(string Name, Func<Draw, WorldFaults> Make)> Known =
    [
        ("clock", draw => new() { ClockOffsetSeconds = draw.Of([-100000, -901, -600, 600, 901, 100000]) }),
        ("dropped", draw => new() { DroppedConnections = draw.Between(1, 30) }),
        ("throttled by chance", draw => new() { ThrottledPercent = draw.Between(10, 90) }),
        ("throttled", draw => new() { ThrottledCalls = draw.Between(1, 4) }),
        ("unavailable", draw => new() { UnavailableCalls = draw.Between(1, 4) }),
        ("InternalFailure", draw => new() { NextErrors = ["None", "InternalFailure", "InternalFailure"] }),
        ("RequestExpired", draw => new() { NextErrors = ["RequestExpired"] }),
        ("identity provider", draw => new() { NextErrors = [draw.Of("IDPCommunicationError", "IDPRejectedClaim")] }),
        ("packed size", draw => new() { PackedPolicySize = draw.Between(50, 200) }),
        ("STS dropped", draw => new() { StsDroppedConnections = draw.Between(1, 30) }),
        ("STS unreachable", _ => new() { StsUnreachable = true }),
        ("STS silent", _ => new() { StsSilent = true }),
        ("STS late", draw => new() { Sts = new() { DelayMilliseconds = draw.Between(1, 1500) } }),
        ("STS dripping", draw => new() { Sts = new() { DripMilliseconds = draw.Between(1, 5) } }),
        ("STS truncated", _ => new() { Sts = new() { Truncated = true } }),
        ("STS garbage", draw => new() { Sts = new() { Garbage = Garbage(draw) } }),
        ("metadata dropped", draw => new() { MetadataDroppedConnections = draw.Between(1, 10) }),
        ("metadata disabled", _ => new() { MetadataDisabled = true }),
        ("metadata silent", _ => new() { MetadataSilent = true }),
        ("metadata unreachable", _ => new() { MetadataUnreachable = true }),
        ("token unanswered", _ => new() { MetadataTokenUnanswered = true }),
        ("token status", draw => new() { MetadataTokenStatus = draw.Of([400, 403, 404, 405, 503]) }),
        ("token late", draw => new() { MetadataTokenDelayMilliseconds = draw.Between(1, 2500) }),
        ("document status", draw => new() { MetadataDocumentStatus = draw.Of([404, 500, 503]) }),
        ("metadata padding", draw => new() { MetadataPaddingBytes = draw.Of([1, 100000, 5000000]) }),
        ("metadata late", draw => new() { Metadata = new() { DelayMilliseconds = draw.Between(1, 2500) } }),
        ("metadata dripping", draw => new() { Metadata = new() { DripMilliseconds = draw.Between(1, 5) } }),
        ("metadata truncated", _ => new() { Metadata = new() { Truncated = true } }),
        ("metadata garbage", draw => new() { Metadata = new() { Garbage = Garbage(draw) } }),
        ("no instance profile", _ => new() { InstanceProfileCode = "InstanceProfileNotFound" }),
        ("instance role refused", _ => new() { InstanceCredentialCode = "AssumeRoleUnauthorizedAccess" }),
        ("instance credentials expired", _ => new() { InstanceCredentialsExpired = true }),
        ("store error", draw => new()
        {
            StoreNextErrors =
            [
                draw.Of(
                    "ThrottlingException", "InternalServiceError", "ServiceUnavailable", "EncryptionFailure", "LimitExceededException",
                    "TooManyUpdates"),
            ],
        }),
        ("store late", draw => new() { Store = new() { DelayMilliseconds = draw.Between(1, 1500) } }),
        ("store truncated", _ => new() { Store = new() { Truncated = true } }),
        ("store garbage", draw => new() { Store = new() { Garbage = Garbage(draw) } }),
        ("everything down", _ => new() { DroppedConnections = ForEver }),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(known => known.Name)];

    /// <summary>No fault in half the cases, and one of them in the others.</summary>
    public static (string Name, WorldFaults Faults) Of(Draw draw)
    {
        if (draw.Chance(50)) return ("no fault", new WorldFaults());
        var (name, make) = draw.Of(Known);
        return (name, make(draw));
    }

    private static WorldGarbage Garbage(Draw draw) =>
        draw.Of([.. Enum.GetValues<WorldGarbage>().Where(value => value != WorldGarbage.None)]);
}
