using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Diagnosis.Tests.Terraform;
using AssumeRole.Roles;

namespace AssumeRole.Diagnosis.Tests.Checks;

public sealed class TerraformChainCheckTests
{
    private const string Unknown = "TerraformValueUnknown";

    [Theory]
    [InlineData("problem.plan.json")]
    [InlineData("problem.state.json")]
    public void A_role_that_trusts_others_is_denied(string name)
    {
        var steps = TerraformFixture.Check(name);

        Assert.Equal(["Terraform Passed", "InstanceRole Passed", "Decision Failed"], Outcomes(steps));
        Assert.Equal("AssumeDenied", steps[^1].FindingId);
        Assert.Equal(DenialCause.TrustPolicy, steps[^1].Candidates[0].Cause);
        Assert.EndsWith(":role/test_profile2_role", steps[^1].Target, StringComparison.Ordinal);
        Assert.Equal(steps[^1].Target, steps[^1].Chain);
    }

    [Theory]
    [InlineData("solution.plan.json", "data.aws_iam_policy_document.assume_role2", "data.aws_iam_policy_document.role2_trust, statement 1 (Role1)")]
    [InlineData("solution.second-plan.json", "data.aws_iam_policy_document.assume_role2", "data.aws_iam_policy_document.role2_trust, statement 1 (Role1)")]
    [InlineData("solution.state.json", "aws_iam_role_policy.role1_assume_role2.policy", "aws_iam_role.role2.assume_role_policy, statement 1 (Role1)")]
    [InlineData("solution.tfstate.json", "aws_iam_role_policy.role1_assume_role2.policy", "aws_iam_role.role2.assume_role_policy, statement 1 (Role1)")]
    [InlineData("solution-account-root.plan.json", "data.aws_iam_policy_document.assume_role2", "data.aws_iam_policy_document.role2_trust, statement 1 (Account)")]
    [InlineData("solution-account-root.state.json", "aws_iam_role_policy.role1_assume_role2.policy", "aws_iam_role.role2.assume_role_policy, statement 1 (Account)")]
    public void A_role_that_trusts_the_worker_is_allowed_and_the_statements_are_named(string name, string identity, string trust)
    {
        var steps = TerraformFixture.Check(name);

        Assert.Equal(["Terraform Passed", "InstanceRole Passed", "Decision Passed"], Outcomes(steps));
        Wording.Names(steps[0].Evidence, "aws_instance.worker -> aws_iam_instance_profile.worker -> aws_iam_role.role1.");
        Wording.Names(steps[^1].Evidence, $"Identity: {identity}, statement 0 (AssumeRole2)", $"Trust: {trust}");
    }

    [Fact]
    public void A_heredoc_with_a_reference_is_not_guessed_in_a_plan_and_is_read_in_a_state()
    {
        var planned = TerraformFixture.Check("heredoc.plan.json")[^1];
        var applied = TerraformFixture.Check("heredoc.state.json")[^1];

        Assert.Equal((ChainStepStatus.Indeterminate, Unknown), (planned.Status, planned.FindingId));
        Wording.Names(planned.Evidence, "aws_iam_role.role2.assume_role_policy", "aws_iam_role.role1.arn.");
        Assert.DoesNotContain("Trust:", planned.Evidence, StringComparison.Ordinal);
        Assert.Contains("aws_iam_policy_document", planned.Remedy, StringComparison.Ordinal);
        Assert.Equal((ChainStepStatus.Passed, TerraformFixture.Role2), (applied.Status, applied.Target));
    }

    [Theory]
    [InlineData("test_profile2_role")]
    [InlineData("aws_iam_role.role2")]
    [InlineData("arn:aws:iam::000000000000:role/test_profile2_role")]
    [InlineData("arn:aws:iam::444444444444:role/test_profile2_role")]
    public void A_planned_role_is_found_by_name_address_or_arn_in_whatever_account(string role)
    {
        var steps = TerraformFixture.Check("solution.plan.json", role);

        Assert.Equal(["Terraform Passed", "InstanceRole Passed", "Decision Passed"], Outcomes(steps));
        if (role.StartsWith("arn", StringComparison.Ordinal)) Assert.Equal(role, steps[^1].Target);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("arn:aws:iam::444444444444:role/test_profile2_role")]
    [InlineData("arn:aws:iam::123456789012:role/path/test_profile2_role")]
    public void A_role_that_is_not_in_the_file_is_said_to_be_missing(string role)
    {
        var steps = TerraformFixture.Check("solution.state.json", role);

        Assert.Equal(["Terraform Passed", "InstanceRole Passed", "Terraform Failed"], Outcomes(steps));
        Assert.Equal(("TerraformRoleMissing", role), (steps[^1].FindingId, steps[^1].Target));
        Assert.Contains($"aws_iam_role.role2 ({TerraformFixture.Role2})", steps[^1].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_remedy_names_roles_that_do_not_exist_yet_by_their_references()
    {
        const string Document = "data.aws_iam_policy_document.instance";

        var remedy = TerraformFixture.Check("problem.plan.json")[^1].Remedy;

        Wording.Names(
            remedy,
            "aws_iam_role.role2",
            $"{Document} is that of aws_iam_role.role1 too.",
            "aws_iam_role.role1.arn",
            $"Principal of statement 0 (Instance) of {Document}.");
    }

    [Fact]
    public void Modules_are_followed_from_the_launch_template_to_the_roles_that_the_worker_names()
    {
        var steps = Check("modules.plan.json", new RoleChainRequest { ExternalId = "deploy" });

        Wording.Names(
            steps[0].Evidence,
            "aws_launch_template.worker -> module.worker.aws_iam_instance_profile.this -> module.worker.aws_iam_role.this[0].");
        Assert.Equal(
            ["Terraform Passed", "InstanceRole Passed", "Decision Indeterminate", "Decision Passed"], Outcomes(steps));
        Assert.EndsWith("role/target-audit", steps.First(step => step.Step == "Decision").Target, StringComparison.Ordinal);
        Assert.EndsWith("role/target-deploy", steps[^1].Target, StringComparison.Ordinal);
        Wording.Names(
            steps[^1].Evidence,
            "module.worker.data.aws_iam_policy_document.assume, statement 0 (Targets)",
            "module.target[\"deploy\"].data.aws_iam_policy_document.trust, statement 0 (Worker)");
    }

    [Fact]
    public void A_dynamic_statement_with_a_reference_is_named_and_not_guessed()
    {
        var step = TerraformFixture.Check("modules.plan.json", "target-audit")[^1];

        Assert.Equal((ChainStepStatus.Indeterminate, Unknown), (step.Status, step.FindingId));
        Wording.Names(
            step.Evidence, "module.target[\"audit\"].data.aws_iam_policy_document.trust", "statement 0", "principals");
        Assert.Contains("not dynamic", step.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_external_id_that_is_not_sent_is_the_cause()
    {
        var step = TerraformFixture.Check("modules.plan.json", "target-deploy")[^1];

        Assert.Equal(ChainStepStatus.Failed, step.Status);
        Assert.Equal(DenialCause.ExternalId, step.Candidates[0].Cause);
    }

    [Fact]
    public void A_deny_of_all_but_the_named_roles_denies_a_role_that_is_not_named()
    {
        var step = TerraformFixture.Check("modules.plan.json", "target-other")[^1];

        Assert.Equal(ChainStepStatus.Failed, step.Status);
        Assert.Contains("statement 2 (NotRoot), denies it", step.Evidence, StringComparison.Ordinal);
    }

    private static IReadOnlyList<ChainStep> Check(string name, RoleChainRequest call) =>
        TerraformFixture.Check(TerraformFixture.Read(name), new TerraformChainRequest(name) { Call = call });

    /// <summary>The steps but for policies that are as they should be.</summary>
    private static IEnumerable<string> Outcomes(IEnumerable<ChainStep> steps) =>
        steps.Select(step => $"{step.Step} {step.Status}").Where(step => step is not ("WorkerPolicy Passed" or "TrustPolicy Passed"));
}
