using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Testing;

/// <summary>Values that tests share.</summary>
internal static class Sample
{
    public const string Role = "arn:aws:iam::222222222222:role/deploy";

    public static readonly DateTime Expiration = new(2026, 3, 4, 6, 6, 7, DateTimeKind.Utc);

    public static readonly StsEndpoint Endpoint = new("eu-west-1");

    public static AwsKeys Keys { get; } = new("AKIAUSER", new Secret("secret-of-user"), null);

    public static SessionCredentials Session(string name = "deploy", DateTime? expiration = null) => new()
    {
        RoleArn = $"arn:aws:iam::222222222222:role/{name}",
        AssumedRoleArn = $"arn:aws:sts::222222222222:assumed-role/{name}/task",
        Account = "222222222222",
        RoleSessionName = "task",
        AccessKeyId = $"ASIA-{name}",
        SecretAccessKey = new Secret($"secret-of-{name}"),
        SessionToken = new Secret($"token-of-{name}"),
        Expiration = expiration ?? Expiration,
        RequestId = $"request-{name}",
    };

    public static RoleRequest Request(string name = "deploy") =>
        new() { Role = RoleArn.Parse($"arn:aws:iam::222222222222:role/{name}"), SessionName = "task" };

    /// <summary>Runs what must fail and gives its finding.</summary>
    public static Finding FindingOf(Action act) => Assert.Throws<AssumeRoleException>(act).Finding;

    /// <inheritdoc cref="FindingOf"/>
    public static async Task<Finding> FindingOfAsync(Func<Task> act) => (await Assert.ThrowsAsync<AssumeRoleException>(act)).Finding;
}
