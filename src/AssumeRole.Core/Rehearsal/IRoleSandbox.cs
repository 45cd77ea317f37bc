namespace AssumeRole.Rehearsal;

/// <summary>A running rehearsal AWS: STS and IMDSv2 on one loopback port. Disposing it stops it.</summary>
public interface IRoleSandbox : IAsyncDisposable
{
    /// <summary>Where both services listen, for example http://127.0.0.1:40001.</summary>
    Uri Endpoint { get; }

    /// <summary>The region that the instance is in.</summary>
    string Region { get; }

    /// <summary>The ARN of the role that the instance has, or null if the world gives it none.</summary>
    string? InstanceRoleArn { get; }

    /// <summary>The ARNs of every role in the world, in the file's order.</summary>
    IReadOnlyList<string> RoleArns { get; }
}
