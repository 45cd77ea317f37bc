using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Credentials;
using AssumeRole.Profiles;
using AssumeRole.Sources;

namespace AssumeRole.Diagnosis.Tests.Checks;

public sealed class EnvironmentCheckTests : IDisposable
{
    private static readonly Uri Metadata = new("http://169.254.169.254");

    private readonly TemporaryFolder folder = new();
    private readonly ManualTimeProvider time = new();
    private readonly FakeVariables variables;

    public EnvironmentCheckTests() => variables = new FakeVariables(
        ("AWS_CONFIG_FILE", Path.Combine(folder.Path, "config")),
        ("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(folder.Path, "credentials")));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_bare_worker_has_its_role_and_nothing_else()
    {
        var step = Assert.Single(Check());

        Assert.Equal((ChainStepStatus.Passed, "host"), (step.Status, step.Target));
        Wording.Names(step.Evidence, "instance's role", "AWS CLI, boto3, .NET SDK, AWS.Tools", "host");
    }

    [Fact]
    public void A_container_says_how_it_is_known()
    {
        var step = Check(machine: new MachineFacts("/.dockerenv exists", true))[0];

        Assert.Equal("container", step.Target);
        Wording.Names(step.Evidence, "container", "(/.dockerenv exists)", "EC2");
    }

    [Fact]
    public void Programs_that_disagree_are_told_apart()
    {
        variables.Set("AWS_WEB_IDENTITY_TOKEN_FILE", folder.Write("token", "x"));
        variables.Set("AWS_ROLE_ARN", Sample.Role);
        folder.Write("config", "[profile deploy]\nrole_arn = arn:aws:iam::222222222222:role/x\nsource_profile = base\n");
        variables.Set("AWS_PROFILE", "deploy");

        Wording.Names(
            Check()[0].Evidence, "deploy", "for AWS CLI, boto3, AWS.Tools;", "AWS_WEB_IDENTITY_TOKEN_FILE", "for .NET SDK.");
    }

    [Fact]
    public void What_PowerShell_holds_for_AWS_Tools_concerns_AWS_Tools_only() =>
        Assert.Contains("; $StoredAWSCredentials for AWS.Tools.", Check(stored: true)[0].Evidence, StringComparison.Ordinal);

    [Fact]
    public void Without_metadata_there_is_nothing_to_take()
    {
        variables.Set("AWS_EC2_METADATA_DISABLED", "true");

        Wording.Names(Check()[0].Evidence, "Nothing", "AWS CLI, boto3, .NET SDK, AWS.Tools");
    }

    [Theory]
    [InlineData(CredentialSource.Instance, false, true)]
    [InlineData(CredentialSource.Auto, true, true)]
    [InlineData(CredentialSource.Auto, false, false)]
    [InlineData(CredentialSource.Environment, true, false)]
    public void Keys_before_the_role_of_a_worker_shadow_it(CredentialSource source, bool isEc2, bool warns)
    {
        SetKeys();

        var steps = Check(new SourceSelection(source), new MachineFacts(null, isEc2));

        Assert.Equal(warns ? ["", "EnvironmentShadowsRole"] : [""], steps.Select(step => step.FindingId));
        Assert.All(steps.Skip(1), step => Assert.Equal(ChainStepStatus.Warning, step.Status));
    }

    [Theory]
    [InlineData("t", false)]
    [InlineData("other", true)]
    public void Two_session_tokens_that_differ_are_a_warning(string older, bool warns)
    {
        SetKeys();
        variables.Set("AWS_SESSION_TOKEN", "t");
        variables.Set("AWS_SECURITY_TOKEN", older);

        Assert.Equal(
            warns ? [("EnvironmentLeftover", "AWS_SECURITY_TOKEN")] : [],
            Check().Where(step => step.FindingId == "EnvironmentLeftover").Select(step => (step.FindingId, step.Target)));
    }

    [Theory]
    [InlineData("AWS_SECRET_ACCESS_KEY", "s")]
    [InlineData("AWS_SESSION_TOKEN", "t")]
    [InlineData("AWS_SECURITY_TOKEN", "t")]
    [InlineData("AWS_PROFILE", "absent")]
    [InlineData("AWS_WEB_IDENTITY_TOKEN_FILE", "/does/not/exist")]
    public void Part_of_an_identity_is_left_over(string name, string value)
    {
        variables.Set(name, value);

        var step = Check()[1];

        Assert.Equal(("EnvironmentLeftover", name), (step.FindingId, step.Target));
        Wording.Names(step.Remedy, name);
    }

    [Fact]
    public void Keys_that_ended_are_left_over()
    {
        SetKeys();
        variables.Set("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z");

        var step = Check()[1];
        Assert.Equal(("EnvironmentLeftover", "AWS_ACCESS_KEY_ID"), (step.FindingId, step.Target));
        Wording.Names(step.Evidence, "AWS_CREDENTIAL_EXPIRATION", "2020-01-01 00:00:00Z");
    }

    [Fact]
    public void Keys_of_a_session_without_its_token_are_left_over()
    {
        variables.Set("AWS_ACCESS_KEY_ID", "ASIAEXAMPLE12345");
        variables.Set("AWS_SECRET_ACCESS_KEY", "s");

        var step = Check()[1];
        Assert.Equal(("EnvironmentLeftover", "AWS_ACCESS_KEY_ID"), (step.FindingId, step.Target));
        Wording.Names(step.Evidence, "…2345", "AWS_SESSION_TOKEN");
    }

    [Theory]
    [InlineData("http_proxy", null, true)]
    [InlineData("HTTP_PROXY", "localhost,127.0.0.1", true)]
    [InlineData("HTTP_PROXY", "localhost, 169.254.169.254", false)]
    [InlineData("HTTP_PROXY", "169.254.0.0/16", false)]
    [InlineData("ALL_PROXY", "*", false)]
    [InlineData("https_proxy", null, false)]
    public void A_proxy_that_swallows_metadata_is_named(string name, string? exceptions, bool warns)
    {
        variables.Set(name, "http://proxy.example:3128");
        if (exceptions is not null) variables.Set("NO_PROXY", exceptions);

        var found = Check().Skip(1).ToArray();

        Assert.Equal(warns ? ["MetadataThroughProxy"] : [], found.Select(step => step.FindingId));
        Assert.All(found, step => Assert.Contains("169.254.169.254", step.Remedy, StringComparison.Ordinal));
    }

    [Fact]
    public void A_proxy_does_not_matter_to_who_asks_no_metadata()
    {
        SetKeys();
        variables.Set("HTTP_PROXY", "http://proxy.example:3128");

        Assert.Single(Check());
    }

    [Fact]
    public void Files_that_cannot_be_read_are_a_finding()
    {
        variables.Set("AWS_CONFIG_FILE", folder.Path);

        Assert.Equal("ProfileInvalid", Assert.Single(Check()).FindingId);
    }

    private IReadOnlyList<ChainStep> Check(SourceSelection? start = null, MachineFacts? machine = null, bool stored = false) =>
        new EnvironmentCheck(variables, AwsProfileStore.ReadLater(variables), time).Check(
            new ChainCheckRequest([IssuerBench.Request(start: start)])
            {
                Machine = machine ?? new MachineFacts(null, false),
                HasStoredCredentials = stored,
            },
            Metadata);

    private void SetKeys()
    {
        variables.Set("AWS_ACCESS_KEY_ID", "AKIAUSER");
        variables.Set("AWS_SECRET_ACCESS_KEY", "s");
    }
}
