using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Metadata;

namespace AssumeRole.Core.Tests.Metadata;

public sealed class InstanceRoleReaderTests
{
    private const string List = "/latest/meta-data/iam/security-credentials/";

    private readonly FakeMetadata metadata = FakeMetadata.WithRole();

    [Fact]
    public async Task The_role_and_its_credentials_are_read()
    {
        var reader = new InstanceRoleReader(metadata.CreateClient());

        Assert.Equal("worker", await reader.ReadNameAsync(default));
        var credentials = await reader.ReadCredentialsAsync("worker", default);

        Assert.Equal(new AwsKeys("ASIAWORKER", new Secret("secret-of-worker"), new Secret("token-of-worker")), credentials.Keys);
        Assert.Equal("instance role worker", credentials.Origin);
        Assert.Equal(new DateTime(2026, 3, 4, 11, 0, 0, DateTimeKind.Utc), credentials.Expiration);
        Assert.Equal(CredentialSource.Instance, credentials.Source);
    }

    [Fact]
    public async Task The_first_line_of_the_list_is_the_role()
    {
        metadata.Documents[List] = "worker\nother\n";

        Assert.Equal("worker", await ReadNameAsync());
    }

    [Theory]
    [InlineData(null, "404")]
    [InlineData("", "empty")]
    [InlineData("\n", "empty")]
    public async Task An_instance_without_a_role_is_told_so(string? list, string evidence)
    {
        if (list is null) metadata.Documents.Remove(List);
        else metadata.Documents[List] = list;

        var finding = await Sample.FindingOfAsync(ReadNameAsync);

        Assert.Equal("InstanceProfileMissing", finding.Id);
        Assert.Contains(evidence, finding.Evidence, StringComparison.Ordinal);
        Assert.Equal("http://169.254.169.254" + List, finding.Target);
    }

    [Theory]
    [InlineData(null, "There is no iam/info either.")]
    [InlineData(
        """{"Code":"InstanceProfileNotFound","Message":"Instance Profile not found.\n"}""",
        "iam/info says: Code InstanceProfileNotFound: Instance Profile not found.")]
    [InlineData(
        """{"Code":"Success","InstanceProfileArn":"arn:aws:iam::111111111111:instance-profile/worker"}""",
        "iam/info names arn:aws:iam::111111111111:instance-profile/worker.")]
    [InlineData("{}", "iam/info says nothing.")]
    [InlineData("<html>", "iam/info cannot be read.")]
    public async Task Where_there_is_no_role_the_profile_is_asked_why(string? info, string evidence)
    {
        metadata.Documents.Remove(List);
        if (info is not null) metadata.Documents["/latest/meta-data/iam/info"] = info;

        Assert.Equal($"The list of roles was answered with 404. {evidence}", (await Sample.FindingOfAsync(ReadNameAsync)).Evidence);
    }

    [Theory]
    [InlineData("arn:aws:iam::222222222222:role/team/deploy")]
    [InlineData("arn:aws-us-gov:iam::222222222222:role/deploy")]
    [InlineData("team/deploy")]
    [InlineData("a+b=c,d@e.f-g_h")]
    public async Task A_role_that_is_named_by_its_ARN_or_with_its_path_is_asked_for_as_it_is_named(string role)
    {
        metadata.Documents[List] = role + "\n";
        metadata.Documents[List + role] = FakeMetadata.CredentialDocument;
        var reader = new InstanceRoleReader(metadata.CreateClient());

        var credentials = await reader.ReadCredentialsAsync(await reader.ReadNameAsync(default), default);

        Assert.Equal(("ASIAWORKER", $"instance role {role}"), (credentials.Keys!.AccessKeyId, credentials.Origin));
        Assert.Equal($"GET http://169.254.169.254{List}{role}", metadata.Http.Lines.Last());
    }

    [Fact]
    public async Task A_fault_of_a_role_names_it_as_the_service_does()
    {
        const string Role = "arn:aws:iam::222222222222:role/team/deploy";
        metadata.Documents[List + Role] = """{"Code":"AccessDenied","Message":"No."}""";

        var finding = await Sample.FindingOfAsync(() => new InstanceRoleReader(metadata.CreateClient()).ReadCredentialsAsync(Role, default));

        Assert.Equal(("InstanceRoleError", Role), (finding.Id, finding.Target));
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_is_not_asked_for()
    {
        var finding = await Sample.FindingOfAsync(
            () => new InstanceRoleReader(metadata.CreateClient()).ReadCredentialsAsync("../info", default));

        Assert.Equal(("MetadataAnswerInvalid", "http://169.254.169.254" + List), (finding.Id, finding.Target));
        Assert.Empty(metadata.Http.Requests);
    }

    [Theory]
    [InlineData("<html>sign in</html>")]
    [InlineData("../../user-data")]
    [InlineData("..")]
    [InlineData("team/../../../user-data")]
    [InlineData("arn:aws:iam::222222222222:role//deploy")]
    [InlineData("worker?x=1")]
    public async Task What_is_no_name_of_a_role_is_not_taken_for_one(string list)
    {
        metadata.Documents[List] = list;

        Assert.Equal("MetadataAnswerInvalid", (await Sample.FindingOfAsync(ReadNameAsync)).Id);
    }

    [Fact]
    public async Task A_code_other_than_Success_is_an_error_with_its_message()
    {
        var finding = await FindingOfAsync("""{"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot assume the role worker."}""");

        Assert.Equal(("InstanceRoleError", "worker"), (finding.Id, finding.Target));
        Assert.Equal("Code AssumeRoleUnauthorizedAccess: EC2 cannot assume the role worker.", finding.Evidence);
    }

    [Theory]
    [InlineData("")]
    [InlineData("wJalrXUtnFEMI")]
    [InlineData("{\"SecretAccessKey\":\"wJalrXUtnFEMI\"")]
    [InlineData("[\"wJalrXUtnFEMI\"]")]
    [InlineData("{\"Code\":\"Success\",\"SecretAccessKey\":\"wJalrXUtnFEMI\",\"Expiration\":\"wJalrXUtnFEMI\"}")]
    [InlineData("{\"Code\":\"Success\",\"AccessKeyId\":\"ASIA\",\"SecretAccessKey\":\"wJalrXUtnFEMI\"}")]
    [InlineData("{\"Code\":\"Success\",\"AccessKeyId\":\"\",\"SecretAccessKey\":\"wJalrXUtnFEMI\",\"Token\":\"x\"}")]
    [InlineData("null")]
    public async Task A_document_that_cannot_be_used_is_an_error_without_its_text(string document)
    {
        var error = await Assert.ThrowsAsync<AssumeRoleException>(() => ReadCredentialsAsync(document));

        Assert.Equal("InstanceRoleError", error.Finding.Id);
        Assert.DoesNotContain("wJal", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("wJal", error.Finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_are_gone_are_an_error()
    {
        metadata.Documents.Remove(List + "worker");

        var finding = await Sample.FindingOfAsync(
            () => new InstanceRoleReader(metadata.CreateClient()).ReadCredentialsAsync("worker", default));

        Assert.Equal("InstanceRoleError", finding.Id);
    }

    [Fact]
    public async Task A_document_of_a_metadata_proxy_without_a_code_is_taken()
    {
        var credentials = await ReadCredentialsAsync("""{"AccessKeyId":"ASIA","SecretAccessKey":"s","Token":"t"}""");

        Assert.Equal("ASIA", credentials.Keys!.AccessKeyId);
        Assert.Null(credentials.Expiration);
    }

    [Theory]
    [InlineData("\"\"", "''")]
    [InlineData("\"tomorrow\"", "'tomorrow'")]
    public async Task An_Expiration_that_is_no_time_is_named_with_its_value(string value, string shown)
    {
        var finding = await FindingOfAsync($$"""{"AccessKeyId":"ASIA","SecretAccessKey":"s","Token":"t","Expiration":{{value}}}""");

        Assert.Equal(("InstanceRoleError", "worker"), (finding.Id, finding.Target));
        Assert.Contains($"Expiration in its document is {shown}", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_told_before_an_Expiration_that_is_no_time() =>
        Wording.Names((await FindingOfAsync("""{"Code":"Failed","Message":"No.","Expiration":""}""")).Evidence, "Failed", "No.");

    private Task<string> ReadNameAsync() => new InstanceRoleReader(metadata.CreateClient()).ReadNameAsync(default);

    private Task<SourceCredentials> ReadCredentialsAsync(string document)
    {
        metadata.Documents[List + "worker"] = document;
        return new InstanceRoleReader(metadata.CreateClient()).ReadCredentialsAsync("worker", default);
    }

    private Task<Finding> FindingOfAsync(string document) => Sample.FindingOfAsync(() => ReadCredentialsAsync(document));
}
