using AssumeRole.Checks;
using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Sources;
using static AssumeRole.Aws.Tests.Diagnosis.WorldText;

namespace AssumeRole.Aws.Tests.Diagnosis;

/// <summary>Worlds in which nothing is wrong, or nothing that a second attempt does not mend.</summary>
internal static class HealthyWorlds
{
    private const string AsksForId = "'StringEquals':{'sts:ExternalId':'pipeline-42'}";

    private static readonly RoleChainRequest Everything = new()
    {
        RoleArn = Far,
        Via = [Middle],
        ExternalId = "pipeline-42",
        SourceIdentity = "ann",
        Tags = [new SessionTag("team", "ops")],
        TransitiveTagKeys = ["team"],
        DurationSeconds = "3600",
    };

    public static IReadOnlyList<FaultyWorld> All { get; } =
    [
        new("a role of another account", Of()),
        new("a role of the own account", Of()) { Request = new RoleChainRequest { RoleArn = Near } },
        new("a role by way of another", Of()) { Request = new RoleChainRequest { RoleArn = Far, Via = [Middle] } },
        new("a role with everything, looked into", Of(far: Trust(Middle, condition: AsksForId))) { Request = Everything, Detailed = true },
        new("a role on an EC2 host, by itself", Of()) { Selection = new SourceSelection(), Machine = new MachineFacts(null, true) },
        new("a role in a container that is two hops away", Of(",'clientHops':2,'hopLimit':3")) { Machine = new MachineFacts("a test", true) },
        new("IMDSv1 is open and nobody asked", Of(",'tokensRequired':false")),
        new("the clock is half a minute off", Of(faults: "'clockOffsetSeconds':30")),
        new("half the space for tags is taken", Of(faults: "'packedPolicySize':50"))
        {
            Request = new RoleChainRequest { RoleArn = Far, Tags = [new SessionTag("team", "ops")] },
        },
        new("a metadata connection is reset once", Of(faults: "'metadataDroppedConnections':1")),
        new("an STS connection is reset once", Of(faults: "'stsDroppedConnections':1")),
        new("STS throttles twice", Of(faults: "'throttledCalls':2")),
        new("STS is unavailable once and fails once", Of(faults: "'unavailableCalls':1,'nextErrors':['None','InternalFailure']")),
        new("answers are a tenth of a second late", Of(faults: "'metadataDelayMilliseconds':100,'stsDelayMilliseconds':100")),
        new("metadata answers are more than half a second late", Of(faults: "'metadataDelayMilliseconds':600")),
        new("metadata tokens are more than half a second late", Of(faults: "'metadataTokenDelayMilliseconds':600")),
        new("keys that were given take the instance's place", Of(
            faults: "'metadataUnreachable':true",
            more: $",'users':[{{'arn':'arn:aws:iam::111111111111:user/operator','accessKeyId':'AKIAOPERATOR','secretAccessKey':'secret',"
                + $"'policies':[{Policy(AllowAll)}]}}]"))
        {
            Selection = new SourceSelection(Given: new AwsKeys("AKIAOPERATOR", new Secret("secret"), null)),
            Request = new RoleChainRequest { RoleArn = Near },
        },
    ];
}
