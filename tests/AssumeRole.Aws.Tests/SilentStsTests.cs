using AssumeRole.Credentials;
using AssumeRole.Http;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Aws.Tests;

/// <summary>An STS that takes a request and says nothing.</summary>
public sealed class SilentStsTests
{
    private static readonly AwsKeys Keys = new("AKIACALLER", new Secret("secret-of-caller"), null);
    private static readonly RoleRequest Request =
        new() { Role = RoleArn.Parse("arn:aws:iam::222222222222:role/deploy"), SessionName = "task" };

    [Fact]
    public async Task Silence_is_a_fault_without_a_code_once_the_time_is_over()
    {
        await using var server = new RecordingServer(_ => HttpResponse.Silence);
        var service = new SecurityTokenService(new StsSenders(TimeProvider.System) { Timeout = TimeSpan.FromMilliseconds(50) });

        var error = await Assert.ThrowsAsync<StsException>(() => service.AssumeRoleAsync(Request, Keys, server.Endpoint, default));

        Assert.Equal(("", 0, "StsUnreachable"), (error.Fault.Code, error.Fault.Status, error.Fault.Kind.Id));
        Assert.DoesNotContain("cancel", error.Fault.Message, StringComparison.OrdinalIgnoreCase);
        Assert.True(error.Fault.IsRetryable);
    }
}
