using System.Management.Automation;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace LeastSdkModule;

/// <summary>
/// The least that a compiled module can do to assume a role by the AWS SDK: one AssumeRole with the environment's keys, set in the
/// environment. What AssumeRole takes beyond this is its own.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "LeastAssumeRole")]
public sealed class InvokeLeastAssumeRoleCommand : PSCmdlet
{
    /// <summary>The address of STS.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Url { get; set; } = null!;

    /// <summary>The role.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public string RoleArn { get; set; } = null!;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var keys = new BasicAWSCredentials(
            Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID"), Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY"));
        var config = new AmazonSecurityTokenServiceConfig { ServiceURL = Url, AuthenticationRegion = "eu-west-1" };
        using var client = new AmazonSecurityTokenServiceClient(keys, config);
        var answer = client.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = RoleArn, RoleSessionName = "least" }).GetAwaiter().GetResult();
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", answer.Credentials.AccessKeyId);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", answer.Credentials.SecretAccessKey);
        Environment.SetEnvironmentVariable("AWS_SESSION_TOKEN", answer.Credentials.SessionToken);
    }
}
