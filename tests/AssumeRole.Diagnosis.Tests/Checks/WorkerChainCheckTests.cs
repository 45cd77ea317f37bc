using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sources;
using AssumeRole.Sts;

namespace AssumeRole.Diagnosis.Tests.Checks;

public sealed class WorkerChainCheckTests : IAsyncDisposable
{
    private static readonly RoleChainRequest TwoHops = new() { RoleArn = Sample.Role, Via = ["arn:aws:iam::222222222222:role/first"] };

    private readonly IssuerBench bench = new();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_chain_that_holds_is_reported_link_by_link()
    {
        var steps = await WalkAsync(IssuerBench.Request(TwoHops));

        Assert.Equal(["Environment", "Metadata", "InstanceRole", "CallerIdentity", "Hop", "Hop"], steps.Select(step => step.Step));
        Assert.All(steps, step => Assert.Equal((ChainStepStatus.Passed, "", ""), (step.Status, step.FindingId, step.Remedy)));
        Assert.Equal(
            [
                "host",
                bench.Metadata.Url.TrimEnd('/'),
                "iam/security-credentials",
                "instance role worker",
                "arn:aws:iam::222222222222:role/first",
                Sample.Role,
            ],
            steps.Select(step => step.Target));
        Wording.Names(steps[2].Evidence, "worker", "2026-03-04T11:00:00Z");
        Assert.Contains("assumed-role/worker/i-1, account 111111111111", steps[3].Evidence, StringComparison.Ordinal);
        Wording.Names(steps[5].Evidence, "request-deploy");
        Assert.Equal(["ASIAWORKER", "ASIAWORKER", "ASIA-first"], bench.Sts.Calls.Select(call => call.Keys!.AccessKeyId));
    }

    [Theory]
    [InlineData(403, "MetadataDisabled")]
    [InlineData(404, "MetadataProxy")]
    public async Task Metadata_that_gives_no_token_breaks_the_chain_at_its_first_link(int status, string id)
    {
        bench.Metadata.TokenStatus = status;

        var steps = await WalkAsync(IssuerBench.Request(TwoHops));

        AssertBrokenAt(1, id, steps);
        Wording.Names(steps[2].Cause, "Metadata");
    }

    [Theory]
    [InlineData("", "InstanceProfileMissing")]
    [InlineData("worker", "InstanceRoleError")]
    public async Task An_instance_without_a_working_role_breaks_it_at_the_second(string removed, string id)
    {
        bench.Metadata.Documents.Remove("/latest/meta-data/iam/security-credentials/" + removed, out _);

        AssertBrokenAt(2, id, await WalkAsync(IssuerBench.Request(TwoHops)));
    }

    [Fact]
    public async Task Credentials_that_STS_refuses_break_it_at_the_caller()
    {
        bench.Sts.Fail(new StsFault("ExpiredToken", "The security token included in the request is expired", 403, "id"));

        AssertBrokenAt(3, "CredentialsExpired", await WalkAsync(IssuerBench.Request(TwoHops)));
    }

    [Fact]
    public async Task No_region_breaks_it_at_the_caller_too()
    {
        bench.Metadata.Documents.Remove("/latest/meta-data/placement/region", out _);

        AssertBrokenAt(3, "RegionMissing", await WalkAsync(IssuerBench.Request(TwoHops)));
        Assert.Empty(bench.Sts.Calls);
    }

    [Fact]
    public async Task A_role_that_is_denied_breaks_it_at_its_hop_and_names_the_caller()
    {
        var denial = new StsFault("AccessDenied", "User: x is not authorized to perform: sts:AssumeRole on resource: y", 403, "id");
        var walk = WalkAsync(IssuerBench.Request(TwoHops), step =>
        {
            if (step.Target.EndsWith("role/first", StringComparison.Ordinal)) bench.Sts.Fail(denial);
        });

        var steps = await walk;

        AssertBrokenAt(5, "AssumeDenied", steps);
        Assert.Contains("assumed-role/first/concourse-task", steps[5].Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_are_reported_as_they_are_known()
    {
        bench.Sts.Fail(new StsFault("AccessDenied", "No.", 403, "id"));

        await foreach (var step in Check().WalkAsync(On(IssuerBench.Request()), default))
        {
            if (step.Step == "InstanceRole") Assert.Empty(bench.Sts.Calls);
        }
    }

    [Fact]
    public async Task A_configured_identity_takes_the_place_of_the_instance()
    {
        bench.Variables.Set("AWS_ACCESS_KEY_ID", "AKIAUSER");
        bench.Variables.Set("AWS_SECRET_ACCESS_KEY", "s");
        bench.Variables.Set("AWS_REGION", "eu-west-2");

        var steps = await WalkAsync(IssuerBench.Request());

        Assert.Equal(["Environment", "BaseCredentials", "CallerIdentity", "Hop"], steps.Select(step => step.Step));
        Wording.Names(steps[1].Evidence, "environment keys …USER");
        Assert.Empty(bench.Metadata.Lines);
    }

    [Fact]
    public async Task A_configured_identity_that_fails_is_the_broken_link()
    {
        bench.Variables.Set("AWS_PROFILE", "absent");

        var steps = await WalkAsync(IssuerBench.Request());

        AssertBrokenAt(2, "ProfileMissing", steps);
        Assert.Equal(["Environment", "Environment", "BaseCredentials", "CallerIdentity", "Hop"], steps.Select(step => step.Step));
    }

    [Fact]
    public async Task The_instance_is_asked_if_it_was_named_even_beside_other_keys()
    {
        bench.Variables.Set("AWS_ACCESS_KEY_ID", "AKIAUSER");
        bench.Variables.Set("AWS_SECRET_ACCESS_KEY", "s");

        var steps = await WalkAsync(IssuerBench.Request(start: new SourceSelection(CredentialSource.Instance)));

        Assert.Equal(["Environment", "Environment", "Metadata", "InstanceRole", "CallerIdentity", "Hop"], steps.Select(step => step.Step));
        Assert.Equal("EnvironmentShadowsRole", steps[1].FindingId);
    }

    [Fact]
    public async Task A_code_that_no_device_needs_breaks_the_chain_as_it_stops_Use_AssumedRole()
    {
        var request = IssuerBench.Request(
            new RoleChainRequest { RoleArn = Sample.Role, TokenCode = "123456" }, new SourceSelection(CredentialSource.Instance));

        var steps = await WalkAsync(request);

        AssertBrokenAt(2, "MfaInvalid", steps);
        Assert.Equal("InstanceRole", steps[2].Step);
        var thrown = await Assert.ThrowsAsync<AssumeRoleException>(() => bench.CreateIssuer().IssueAsync(request, default));
        Assert.Equal(("MfaInvalid", steps[2].Evidence), (thrown.Finding.Id, thrown.Finding.Evidence));
    }

    [Fact]
    public async Task A_web_identity_has_no_caller_before_its_first_hop()
    {
        bench.Variables.Set("AWS_REGION", "eu-west-2");
        var request = new RoleChainRequest { RoleArn = Sample.Role, WebIdentityToken = new Secret("eyJ0b2tlbg") };

        var steps = await WalkAsync(IssuerBench.Request(request));

        Assert.All(steps, step => Assert.Equal(ChainStepStatus.Passed, step.Status));
        Assert.Contains("no identity in AWS", steps[2].Evidence, StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(bench.Sts.Calls).Request);
    }

    [Fact]
    public void A_role_that_cannot_be_planned_hides_nothing_of_the_others()
    {
        var finding = FindingCatalogue.ArnMalformed.For("deploy", "It does not begin with arn:.");

        var plan = CheckPlan<SessionRequest>.For(
            ["deploy", Sample.Role], role => role == "deploy" ? throw new AssumeRoleException(finding) : IssuerBench.Request());

        Assert.Single(plan.Chains);
        var step = Assert.Single(plan.Unplanned);
        Assert.Equal(("Hop", "deploy", ChainStepStatus.Failed, "ArnMalformed", "deploy"), (step.Step, step.Target, step.Status, step.FindingId, step.Chain));
        Assert.Equal((finding.Cause, finding.Evidence, finding.Remedy), (step.Cause, step.Evidence, step.Remedy));
    }

    [Fact]
    public void No_role_at_all_stands_for_the_one_that_the_variable_names()
    {
        var asked = new List<string?>();

        CheckPlan<SessionRequest>.For([], role =>
        {
            asked.Add(role);
            return IssuerBench.Request();
        });

        Assert.Equal([null], asked);
    }

    [Fact]
    public async Task No_step_holds_a_secret()
    {
        var steps = await WalkAsync(IssuerBench.Request(TwoHops));

        Assert.All(steps, step => Assert.DoesNotContain("secret-of", step.ToString(), StringComparison.Ordinal));
        Assert.All(steps, step => Assert.DoesNotContain("token-of", step.ToString(), StringComparison.Ordinal));
    }

    private static void AssertBrokenAt(int index, string id, IReadOnlyList<ChainStep> steps)
    {
        Assert.Equal((ChainStepStatus.Failed, id), (steps[index].Status, steps[index].FindingId));
        Assert.NotEmpty(steps[index].Remedy);
        Assert.All(steps.Take(index), step => Assert.True(step.Status is ChainStepStatus.Passed or ChainStepStatus.Warning));
        Assert.All(steps.Skip(index + 1), step => Assert.Equal((ChainStepStatus.Skipped, TimeSpan.Zero), (step.Status, step.Duration)));
    }

    private static ChainCheckRequest On(params SessionRequest[] requests) => new(requests) { Machine = new MachineFacts(null, false) };

    private WorkerChainCheck Check() => new(bench.CreateIssuer(), bench.Time);

    private async Task<IReadOnlyList<ChainStep>> WalkAsync(SessionRequest request, Action<ChainStep>? seen = null)
    {
        var steps = new List<ChainStep>();
        await foreach (var step in Check().WalkAsync(On(request), default))
        {
            steps.Add(step);
            seen?.Invoke(step);
        }

        return steps;
    }
}
