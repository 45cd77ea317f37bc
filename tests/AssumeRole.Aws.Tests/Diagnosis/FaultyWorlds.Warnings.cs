using AssumeRole.Checks;
using static AssumeRole.Aws.Tests.Diagnosis.WorldText;

namespace AssumeRole.Aws.Tests.Diagnosis;

/// <content>The chain holds, and something about it should be changed.</content>
internal static partial class FaultyWorlds
{
    private static IEnumerable<FaultyWorld> OfWarnings =>
    [
        Warned("IMDSv1 is still open", "MetadataVersion1Open", Of(Open)) with { Detailed = true },
        Warned("the instance's credentials end in minutes", "InstanceRoleExpiring", Of(more: ",'credentialLifetime':240")),
        Warned("every task of the container can take the worker's role", "WorkerRoleShared", Of()) with
        {
            Detailed = true,
            Machine = new MachineFacts("a test", true),
        },
        Warned("the external id is not enforced", "ExternalIdNotEnforced", Of()) with { Detailed = true, Request = WithId },
        Warned("the session lasts two hours", "SessionLong", Of(Unchained, farMore: HalfADay)) with { Detailed = true, Request = For("7200") },
        Warned("this machine's clock is two minutes behind", "ClockOffset", Of(faults: "'clockOffsetSeconds':120")),
        Warned("this machine's clock is two minutes ahead", "ClockOffset", Of(faults: "'clockOffsetSeconds':-120")),
        Warned("the session tags nearly fill their space", "PackedPolicyNearLimit", Of(faults: "'packedPolicySize':95")) with
        {
            Request = Tagged,
        },
    ];

    private static FaultyWorld Warned(string name, string findingId, string world) => new(name, world) { Warnings = [findingId] };
}
