using AssumeRole.Policies;

namespace AssumeRole.Sandbox.Worlds;

/// <summary>A user with one access key.</summary>
internal sealed record WorldUser(
    IamArn Arn,
    string AccessKeyId,
    Secret SecretAccessKey,
    IReadOnlyList<NamedPolicy> Policies,
    NamedPolicy? PermissionsBoundary);
