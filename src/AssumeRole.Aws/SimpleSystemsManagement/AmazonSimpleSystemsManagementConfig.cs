using AssumeRole.Aws.JsonProtocol;

namespace AssumeRole.Aws.SimpleSystemsManagement;

/// <summary>The configuration of a client of Systems Manager.</summary>
internal sealed class AmazonSimpleSystemsManagementConfig() : JsonServiceConfig(Service)
{
    public static JsonServiceDescription Service { get; } = new("SSM", "ssm", "AmazonSSM", "2014-11-06");
}
