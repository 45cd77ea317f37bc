using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Diagnosis.Tests.Terraform;
using AssumeRole.Roles;

namespace AssumeRole.Diagnosis.Tests.Checks;

/// <summary>The steps around the decision: documents, parameters, files.</summary>
public sealed class TerraformStepTests
{
    [Theory]
    [InlineData("problem.plan.json", 1)]
    [InlineData("solution.plan.json", 2)]
    [InlineData("solution-account-root.plan.json", 2)]
    [InlineData("heredoc.state.json", 1)]
    public void The_documents_on_the_way_are_read_each_once_and_nothing_is_wrong_with_them(string name, int policies)
    {
        var steps = TerraformFixture.Check(name).Where(step => step.Step is "WorkerPolicy" or "TrustPolicy").ToArray();

        Assert.All(steps, step => Assert.Equal((ChainStepStatus.Passed, ""), (step.Status, step.FindingId)));
        Assert.Equal([.. Enumerable.Repeat("WorkerPolicy", policies), "TrustPolicy"], steps.Select(step => step.Step));
    }

    [Fact]
    public void A_policy_that_aws_refuses_is_found_before_apply_and_nothing_is_decided_by_it()
    {
        var trust = PlanText.Trust("arn:aws:iam::111111111111:role/worker").Replace("'Principal'", "'Principals'", StringComparison.Ordinal);

        var steps = PlanText.WithRoles(trust).Check("target");

        Assert.Equal(["Terraform Passed", "InstanceRole Passed", "TrustPolicy Failed", "Decision Skipped"], Outcomes(steps).Distinct());
        Assert.Contains(steps, step => step is { FindingId: "PolicyUnknownElement", Target: "aws_iam_role.target.assume_role_policy" });
        Wording.Names(steps[^1].Cause, "aws_iam_role.target.assume_role_policy");
    }

    [Fact]
    public void What_moves_a_cursor_is_taken_out()
    {
        var steps = new PlanText().Add("aws_instance.ci", "{'iam_instance_profile':'\\u202e'}").Add("aws_iam_instance_profile.a\\u202e", "{}").Check();

        Assert.All(steps, step => Assert.DoesNotContain(step.Evidence, char.IsControl));
        Assert.Contains(steps, step => step.Evidence.Contains('\uFFFD', StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_step_like_any_other()
    {
        var check = new TerraformChainCheck(TimeProvider.System, new FakeVariables());

        var step = Assert.Single(check.Check(new TerraformChainRequest("/nowhere/plan.json")));

        Assert.Equal(("Terraform", ChainStepStatus.Failed, "TerraformFileInvalid"), (step.Step, step.Status, step.FindingId));
    }

    [Fact]
    public void A_wrong_parameter_is_a_step_like_any_other()
    {
        var step = Check("solution.state.json", new RoleChainRequest { ExternalId = "" })[^1];

        Assert.Equal(("Decision", ChainStepStatus.Failed), (step.Step, step.Status));
        Assert.NotEmpty(step.FindingId);
    }

    [Fact]
    public void Every_action_that_the_call_needs_is_decided()
    {
        var steps = Check("solution.state.json", new RoleChainRequest { Tags = [new SessionTag("team", "a")], SourceIdentity = "ann" });

        Assert.Equal(["Terraform Passed", "InstanceRole Passed", "Decision Passed", "Decision Failed", "Decision Failed"], Outcomes(steps));
        Assert.Equal([DenialCause.SessionTags, DenialCause.SourceIdentity], steps.TakeLast(2).Select(step => step.Candidates[0].Cause));
    }

    [Fact]
    public void A_longer_session_than_the_role_gives_is_a_fault_of_its_own()
    {
        var steps = Check("solution.plan.json", new RoleChainRequest { DurationSeconds = "7200" });

        Assert.Equal(["Terraform Passed", "InstanceRole Passed", "Decision Passed", "Decision Failed"], Outcomes(steps));
        Assert.Equal("DurationOverMaximum", steps[^1].FindingId);
        Wording.Names(steps[^1].Evidence, "aws_iam_role.role2.max_session_duration", "3600");
    }

    private static IReadOnlyList<ChainStep> Check(string name, RoleChainRequest call) =>
        TerraformFixture.Check(TerraformFixture.Read(name), new TerraformChainRequest(name) { Call = call });

    /// <summary>The steps but for policies that are as they should be.</summary>
    private static IEnumerable<string> Outcomes(IEnumerable<ChainStep> steps) =>
        steps.Select(step => $"{step.Step} {step.Status}").Where(step => step is not ("WorkerPolicy Passed" or "TrustPolicy Passed"));
}
