using AssumeRole.Credentials;

namespace AssumeRole.Bench;

/// <summary>What STS would give: a session of the usual size, good for an hour.</summary>
internal static class FixedSession
{
    public static SessionCredentials Issue() => new()
    {
        RoleArn = "arn:aws:iam::222222222222:role/deploy",
        AssumedRoleArn = "arn:aws:sts::222222222222:assumed-role/deploy/task",
        Account = "222222222222",
        RoleSessionName = "task",
        AccessKeyId = "ASIAEXAMPLEEXAMPLE00",
        SecretAccessKey = new Secret(new string('s', 40)),
        SessionToken = new Secret(new string('t', 600)),
        Expiration = DateTime.UtcNow.AddHours(1),
        RequestId = "request",
    };
}
