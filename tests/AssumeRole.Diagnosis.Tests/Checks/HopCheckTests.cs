using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Roles;
using AssumeRole.Sources;
using AssumeRole.Sts;

namespace AssumeRole.Diagnosis.Tests.Checks;

public sealed class HopCheckTests : IAsyncDisposable
{
    private static readonly StsFault Denial =
        new("AccessDenied", "User: x is not authorized to perform: sts:AssumeRole on resource: y", 403, "id");

    private readonly IssuerBench bench = new();

    public HopCheckTests() => bench.Variables.Set("AWS_REGION", "eu-west-1");

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_denial_carries_its_candidates_and_asks_nothing_further()
    {
        bench.Sts.Decide = _ => Denial;

        var hop = (await WalkAsync(new RoleChainRequest { RoleArn = Sample.Role, Tags = [new SessionTag("team", "a")] }))[^1];

        Assert.Equal((ChainStepStatus.Failed, "AssumeDenied"), (hop.Status, hop.FindingId));
        Assert.Equal(DenialCause.TrustPolicy, hop.Candidates[0].Cause);
        Assert.Single(bench.Sts.Roles);
    }

    [Theory]
    [InlineData(true, false, DenialCause.SessionTags, 1)]
    [InlineData(false, true, DenialCause.SourceIdentity, 2)]
    [InlineData(true, true, DenialCause.SessionTags, 3)]
    public async Task Detailed_finds_the_field_without_which_the_role_is_given(
        bool deniesTags, bool deniesIdentity, DenialCause cause, int calls)
    {
        bench.Sts.Decide = role =>
            (deniesTags && role.Tags.Count > 0) || (deniesIdentity && role.SourceIdentity is not null) ? Denial : null;
        var request = new RoleChainRequest { RoleArn = Sample.Role, Tags = [new SessionTag("team", "a")], SourceIdentity = "me" };

        var hop = (await WalkAsync(request, detailed: true))[^1];

        Assert.Equal((cause, true), (hop.Candidates[0].Cause, hop.Candidates[0].IsCertain));
        Assert.Equal(calls == 3 ? 2 : 1, hop.Candidates.Count);
        Wording.Names(hop.Evidence, calls == 1 ? "once" : $"{calls} times");
        Assert.Equal(1 + calls, bench.Sts.Roles.Count());
    }

    [Fact]
    public async Task Detailed_clears_the_fields_that_make_no_difference()
    {
        bench.Sts.Decide = _ => Denial;
        var request = new RoleChainRequest { RoleArn = Sample.Role, Tags = [new SessionTag("team", "a")] };

        var hop = (await WalkAsync(request, detailed: true))[^1];

        Assert.DoesNotContain(DenialCause.SessionTags, hop.Candidates.Select(candidate => candidate.Cause));
        Assert.False(hop.Candidates[0].IsCertain);
        Wording.Names(hop.Candidates[0].Evidence, "Without the tags");
    }

    [Fact]
    public async Task A_further_question_that_STS_does_not_decide_clears_nothing()
    {
        bench.Sts.Decide = role => role.Tags.Count > 0 ? Denial : new StsFault("ValidationError", "The request is malformed.", 400, "id");
        var request = new RoleChainRequest { RoleArn = Sample.Role, Tags = [new SessionTag("team", "a")] };

        var hop = (await WalkAsync(request, detailed: true))[^1];

        Assert.Contains(DenialCause.SessionTags, hop.Candidates.Select(candidate => candidate.Cause));
        Assert.All(hop.Candidates, candidate => Assert.DoesNotContain("Without the tags", candidate.Evidence, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_without_the_tags_makes_none_of_them_transitive()
    {
        bench.Sts.Decide = role => role.Tags.Count > 0 ? Denial : null;
        var request = new RoleChainRequest { RoleArn = Sample.Role, Tags = [new SessionTag("team", "a")], TransitiveTagKeys = ["team"] };

        await WalkAsync(request, detailed: true);

        var further = bench.Sts.Calls[^1].Request!;
        Assert.Equal((0, 0), (further.Tags.Count, further.TransitiveTagKeys.Count));
    }

    [Fact]
    public async Task An_MFA_code_is_not_spent_on_further_questions()
    {
        bench.Sts.Decide = _ => Denial;
        var request = new RoleChainRequest
        {
            RoleArn = Sample.Role,
            SourceIdentity = "me",
            SerialNumber = "arn:aws:iam::111111111111:mfa/me",
            TokenCode = "123456",
        };

        await WalkAsync(request, detailed: true);

        Assert.Single(bench.Sts.Roles);
    }

    [Theory]
    [InlineData(true, ChainStepStatus.Warning, "ExternalIdNotEnforced")]
    [InlineData(false, ChainStepStatus.Passed, "")]
    public async Task Detailed_tries_the_role_without_its_external_id(bool open, ChainStepStatus status, string id)
    {
        bench.Sts.Decide = role => role.ExternalId is null && !open ? Denial : null;

        var steps = await WalkAsync(new RoleChainRequest { RoleArn = Sample.Role, ExternalId = "pipeline" }, detailed: true);

        Assert.Equal(("Safety", status, id), (steps[^1].Step, steps[^1].Status, steps[^1].FindingId));
        Assert.Equal(Sample.Role, steps[^1].Chain);
        Assert.Equal(2, bench.Sts.Roles.Count());
    }

    [Theory]
    [InlineData("3600", false)]
    [InlineData("7200", true)]
    public async Task Detailed_warns_of_a_session_of_more_than_an_hour(string seconds, bool warns)
    {
        var steps = await WalkAsync(new RoleChainRequest { RoleArn = Sample.Role, DurationSeconds = seconds }, detailed: true);

        Assert.Equal(warns, steps.Any(step => step.FindingId == "SessionLong"));
    }

    [Fact]
    public async Task A_session_of_another_role_breaks_the_chain()
    {
        bench.Sts.RenameTo = "arn:aws:sts::999999999999:assumed-role/other/x";

        var hop = (await WalkAsync(new RoleChainRequest { RoleArn = Sample.Role }))[^1];

        Assert.Equal((ChainStepStatus.Failed, "IdentityUnexpected"), (hop.Status, hop.FindingId));
        Wording.Names(hop.Evidence, "arn:aws:sts::222222222222:assumed-role/deploy/concourse-task", "arn:aws:sts::999999999999:assumed-role/other/x");
    }

    [Theory]
    [InlineData(89, 0)]
    [InlineData(90, 1)]
    public async Task A_nearly_full_session_is_a_warning(int percent, int warnings)
    {
        bench.Sts.PackedPolicyPercent = percent;

        var steps = await WalkAsync(new RoleChainRequest { RoleArn = Sample.Role });

        Assert.Equal(warnings, steps.Count(step => step.FindingId == "PackedPolicyNearLimit"));
        Assert.Contains($"fill {percent} %", steps.First(step => step.Step == "Hop").Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(59, false)]
    [InlineData(-61, true)]
    [InlineData(3600, true)]
    public async Task The_clock_is_compared_with_STSs(int ahead, bool warns)
    {
        bench.Sts.ServerTime = bench.Time.GetUtcNow().AddSeconds(-ahead);

        var steps = await WalkAsync(new RoleChainRequest { RoleArn = Sample.Role });

        Assert.Equal(warns, steps.Any(step => step.FindingId == "ClockOffset"));
        Assert.Contains($"clock {ahead:+0;-0;0} s.", steps.First(step => step.Step == "CallerIdentity").Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Targets_that_share_a_hop_take_it_once()
    {
        var via = "arn:aws:iam::222222222222:role/shared";
        var steps = await WalkAsync(
            false,
            new RoleChainRequest { RoleArn = Sample.Role, Via = [via] },
            new RoleChainRequest { RoleArn = Sample.Role + "2", Via = [via] });

        Assert.Equal(["shared", "deploy", "deploy2"], bench.Sts.Roles);
        Assert.Equal(
            [Sample.Role, Sample.Role, Sample.Role + "2", Sample.Role + "2"],
            steps.Where(step => step.Step == "Hop").Select(step => step.Chain));
        Assert.EndsWith("as above.", steps[^2].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_is_denied_does_not_keep_the_next_from_being_tried()
    {
        bench.Sts.Decide = role => role.Role.Name == "deploy" ? Denial : null;

        var steps = await WalkAsync(
            false, new RoleChainRequest { RoleArn = Sample.Role }, new RoleChainRequest { RoleArn = Sample.Role + "2" });

        Assert.Equal(
            [ChainStepStatus.Failed, ChainStepStatus.Passed], steps.Where(step => step.Step == "Hop").Select(step => step.Status));
    }

    [Fact]
    public async Task Detailed_says_that_every_task_in_a_container_has_the_workers_role()
    {
        var steps = await WalkAsync(
            new ChainCheckRequest([IssuerBench.Request()]) { Machine = new MachineFacts("a sign", false), Detailed = true });

        Assert.Contains("WorkerRoleShared", steps.Select(step => step.FindingId));
    }

    private Task<IReadOnlyList<ChainStep>> WalkAsync(RoleChainRequest request, bool detailed = false) => WalkAsync(detailed, request);

    private Task<IReadOnlyList<ChainStep>> WalkAsync(bool detailed, params RoleChainRequest[] requests) => WalkAsync(
        new ChainCheckRequest([.. requests.Select(request => IssuerBench.Request(request, new SourceSelection(Given: Sample.Keys)))])
        {
            Machine = new MachineFacts(null, false),
            Detailed = detailed,
        });

    private async Task<IReadOnlyList<ChainStep>> WalkAsync(ChainCheckRequest request)
    {
        var steps = new List<ChainStep>();
        await foreach (var step in new WorkerChainCheck(bench.CreateIssuer(), bench.Time).WalkAsync(request, default)) steps.Add(step);
        return steps;
    }
}
