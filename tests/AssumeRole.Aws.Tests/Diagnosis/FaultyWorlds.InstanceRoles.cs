using AssumeRole.Chains;

namespace AssumeRole.Aws.Tests.Diagnosis;

/// <content>The metadata service gives a token and no good credentials.</content>
internal static partial class FaultyWorlds
{
    private const string Zone = "'availabilityZone':'eu-west-1a'";

    private static IEnumerable<FaultyWorld> OfInstanceRoles =>
    [
        WithoutRole("the instance has no profile", ""),
        WithoutRole("the instance's profile has no role", ",'instanceProfile':'arn:aws:iam::111111111111:instance-profile/worker'"),
        NoRole("the instance's profile was deleted", "InstanceProfileMissing", "'instanceProfileCode':'InstanceProfileNotFound'"),
        Broken(
            "the worker's role does not trust EC2",
            ChainStepName.InstanceRole,
            "InstanceRoleError",
            WorldText.Of(ec2: "lambda.amazonaws.com")),
        NoRole("EC2 may not assume the worker's role", "InstanceRoleError", "'instanceCredentialCode':'AssumeRoleUnauthorizedAccess'"),
        NoRole("EC2 fails to get the role's credentials", "InstanceRoleError", "'instanceCredentialCode':'Failed'"),
        NoRole("the document of credentials stops in the middle", "InstanceRoleError", "'metadataGarbage':'Broken'"),
        NoRole("the metadata service has a fault behind the token", "MetadataServiceError", "'metadataDocumentStatus':500"),
        NoRole("the metadata service forbids its documents", "MetadataDisabled", "'metadataDocumentStatus':403"),
        NoRole("the metadata service does not take its own tokens", "MetadataServiceError", "'metadataDocumentStatus':401"),
        NoRole("metadata documents are larger than anybody expects", "MetadataAnswerInvalid", "'metadataPaddingBytes':2097152"),
        NoRole("the instance's credentials have expired", "CredentialsExpired", "'instanceCredentialsExpired':true"),
    ];

    private static FaultyWorld NoRole(string name, string findingId, string faults) =>
        Broken(name, ChainStepName.InstanceRole, findingId, WorldText.Of(faults: faults));

    private static FaultyWorld WithoutRole(string name, string instance) => Broken(
        name,
        ChainStepName.InstanceRole,
        "InstanceProfileMissing",
        WorldText.Of(hasInstance: false, more: $",'instance':{{{Zone}{instance}}}"));
}
