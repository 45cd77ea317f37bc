using AssumeRole.Sandbox.Stores;
using AssumeRole.Sandbox.Sts;

namespace AssumeRole.Sandbox.Worlds;

/// <summary>Reads what is to go wrong in a world.</summary>
internal static class WorldFaultsReader
{
    private const int MostClockOffset = 10 * 366 * 86400;
    private const int MostPadding = 16 * 1024 * 1024;

    private static readonly string[] GarbageNames =
        [.. Enum.GetNames<WorldGarbage>().Where(name => name != nameof(WorldGarbage.None))];

    public static WorldFaults Read(WorldElement json) => new()
    {
        ClockOffsetSeconds = json.Integer("clockOffsetSeconds", otherwise: 0, least: -MostClockOffset, most: MostClockOffset),
        DroppedConnections = Count(json, "droppedConnections"),
        ThrottledPercent = json.Integer("throttledPercent", otherwise: 0, least: 0, most: 100),
        StoreNextErrors = json.Strings("storeNextErrors", [.. StoreError.Named.Keys, StsError.None]),
        Store = ReadAnswers(json, "store"),
        ThrottledCalls = Count(json, "throttledCalls"),
        UnavailableCalls = Count(json, "unavailableCalls"),
        NextErrors = json.Strings("nextErrors", [.. StsError.Named.Keys, StsError.None]),
        PackedPolicySize = json.Integer("packedPolicySize", otherwise: 0, least: 1, most: 1000) is > 0 and var percent ? percent : null,
        StsDroppedConnections = Count(json, "stsDroppedConnections"),
        StsUnreachable = json.Flag("stsUnreachable", otherwise: false),
        StsSilent = json.Flag("stsSilent", otherwise: false),
        Sts = ReadAnswers(json, "sts"),
        MetadataDroppedConnections = Count(json, "metadataDroppedConnections"),
        MetadataDisabled = json.Flag("metadataDisabled", otherwise: false),
        MetadataSilent = json.Flag("metadataSilent", otherwise: false),
        MetadataUnreachable = json.Flag("metadataUnreachable", otherwise: false),
        MetadataTokenStatus = Status(json, "metadataTokenStatus"),
        MetadataTokenUnanswered = json.Flag("metadataTokenUnanswered", otherwise: false),
        MetadataTokenDelayMilliseconds = Count(json, "metadataTokenDelayMilliseconds"),
        MetadataDocumentStatus = Status(json, "metadataDocumentStatus"),
        MetadataPaddingBytes = json.Integer("metadataPaddingBytes", otherwise: 0, least: 0, most: MostPadding),
        Metadata = ReadAnswers(json, "metadata"),
        InstanceProfileCode = json.OptionalString("instanceProfileCode"),
        InstanceCredentialCode = json.OptionalString("instanceCredentialCode"),
        InstanceCredentialsExpired = json.Flag("instanceCredentialsExpired", otherwise: false),
    };

    private static WorldAnswers ReadAnswers(WorldElement json, string service) => new()
    {
        DelayMilliseconds = Count(json, service + "DelayMilliseconds"),
        DripMilliseconds = Count(json, service + "DripMilliseconds"),
        Truncated = json.Flag(service + "Truncated", otherwise: false),
        Garbage = json.OptionalString(service + "Garbage", GarbageNames) is { } name
            ? Enum.Parse<WorldGarbage>(name)
            : WorldGarbage.None,
    };

    private static int Count(WorldElement json, string name) => json.Integer(name, otherwise: 0, least: 0, most: int.MaxValue);

    private static int Status(WorldElement json, string name) => json.Integer(name, otherwise: 200, least: 200, most: 599);
}
