using AssumeRole.Policies;

namespace AssumeRole.Sandbox.Worlds;

/// <summary>A role.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="Trust">Who may assume it.</param>
/// <param name="Policies">What its sessions may do.</param>
/// <param name="PermissionsBoundary">The most that its sessions may do, if it has a boundary.</param>
/// <param name="MaxSessionDuration">The longest session in seconds.</param>
/// <param name="Description">What the role is for, for readers of the world.</param>
/// <param name="AssumedRoleArn">The ARN that its sessions have in place of the usual one, for who compares.</param>
internal sealed record WorldRole(
    IamArn Arn,
    NamedPolicy Trust,
    IReadOnlyList<NamedPolicy> Policies,
    NamedPolicy? PermissionsBoundary,
    int MaxSessionDuration,
    string? Description,
    string? AssumedRoleArn = null);
