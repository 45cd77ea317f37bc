using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Credentials;
using AssumeRole.Metadata;
using AssumeRole.Sources;

namespace AssumeRole.Diagnosis.Tests.Checks;

public sealed class InstanceRoleCheckTests
{
    private const string List = "/latest/meta-data/iam/security-credentials/";

    private readonly FakeMetadata metadata = FakeMetadata.WithRole();

    [Fact]
    public async Task A_role_with_credentials_passes_and_gives_them()
    {
        var result = await CheckAsync("2026-03-04T05:00:00Z");

        Assert.Equal(
            ("InstanceRole", ChainStepStatus.Passed, ""), (result.Step.Step, result.Step.Status, result.Step.FindingId));
        Wording.Names(result.Step.Evidence, "worker", "2026-03-04T11:00:00Z");
        Assert.Equal(("ASIAWORKER", CredentialSource.Instance), (result.Credentials!.Keys!.AccessKeyId, result.Credentials.Source));
    }

    [Theory]
    [InlineData("2026-03-04T10:55:00Z", ChainStepStatus.Passed, "", true)]
    [InlineData("2026-03-04T10:55:01Z", ChainStepStatus.Warning, "InstanceRoleExpiring", true)]
    [InlineData("2026-03-04T10:59:59Z", ChainStepStatus.Warning, "InstanceRoleExpiring", true)]
    [InlineData("2026-03-04T11:00:00Z", ChainStepStatus.Failed, "CredentialsExpired", false)]
    [InlineData("2026-03-05T00:00:00Z", ChainStepStatus.Failed, "CredentialsExpired", false)]
    public async Task Credentials_that_end_are_told_in_time(string now, ChainStepStatus status, string id, bool usable)
    {
        var result = await CheckAsync(now);

        Assert.Equal((status, id, usable), (result.Step.Status, result.Step.FindingId, result.Credentials is not null));
        if (status != ChainStepStatus.Passed) Wording.Names(result.Step.Evidence, "2026-03-04T11:00:00Z", now);
    }

    [Fact]
    public async Task A_clock_of_this_machine_that_is_wrong_expires_nothing()
    {
        metadata.Date = DateTimeOffset.Parse("2026-03-04T05:00:00Z", null);

        Assert.Equal(ChainStepStatus.Passed, (await CheckAsync("2026-03-09T05:00:00Z")).Step.Status);
    }

    [Fact]
    public async Task Credentials_without_an_end_pass()
    {
        metadata.Documents[List + "worker"] = """{"AccessKeyId":"ASIA","SecretAccessKey":"s","Token":"t"}""";

        var result = await CheckAsync("2026-03-04T05:00:00Z");

        Assert.Equal(ChainStepStatus.Passed, result.Step.Status);
        Wording.Names(result.Step.Evidence, "worker");
        Assert.DoesNotContain("until", result.Step.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_without_a_profile_fails_with_what_iam_info_says()
    {
        metadata.Documents.Remove(List);
        metadata.Documents["/latest/meta-data/iam/info"] =
            """{"Code":"InstanceProfileNotFound","Message":"Instance Profile does not contain a role."}""";

        var result = await CheckAsync("2026-03-04T05:00:00Z");

        Assert.Equal((ChainStepStatus.Failed, "InstanceProfileMissing"), (result.Step.Status, result.Step.FindingId));
        Wording.Names(result.Step.Evidence, "InstanceProfileNotFound", "Instance Profile does not contain a role.");
        Assert.Null(result.Credentials);
    }

    [Fact]
    public async Task A_document_of_error_fails_with_its_code_and_message()
    {
        metadata.Documents[List + "worker"] = """{"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot assume the role worker."}""";

        var result = await CheckAsync("2026-03-04T05:00:00Z");

        Assert.Equal((ChainStepStatus.Failed, "InstanceRoleError"), (result.Step.Status, result.Step.FindingId));
        Wording.Names(result.Step.Evidence, "AssumeRoleUnauthorizedAccess", "EC2 cannot assume the role worker.");
    }

    [Fact]
    public async Task No_text_holds_a_secret()
    {
        var text = (await CheckAsync("2026-03-04T05:00:00Z")).ToString();

        Assert.DoesNotContain("secret-of", text, StringComparison.Ordinal);
        Assert.DoesNotContain("token-of", text, StringComparison.Ordinal);
    }

    private Task<InstanceRoleCheckResult> CheckAsync(string now)
    {
        var time = new ManualTimeProvider(DateTimeOffset.Parse(now, null));
        var client = metadata.CreateClient(time);
        var source = new InstanceSource(new InstanceRoleReader(client));
        return new InstanceRoleCheck(client, async token => (await source.TryGetAsync(token)).Credentials!, time).CheckAsync(default);
    }
}
