using AssumeRole.Chains;
using AssumeRole.Diagnosis.Tests.Terraform;

namespace AssumeRole.Diagnosis.Tests.Checks;

/// <summary>Which policies of a plan have a say, and what is known of them.</summary>
public sealed class TerraformPolicyTests
{
    private const string Root = "arn:aws:iam::123456789012:root";

    private const string Target = "arn:aws:iam::123456789012:role/target";

    private const string Account = "{'account_id':'123456789012'}";

    private const string Attachment = "{'role':'worker','policy_arn':'ARN'}";

    [Theory]
    [InlineData("arn:aws:iam::aws:policy/AdministratorAccess", ChainStepStatus.Passed)]
    [InlineData("arn:aws:iam::aws:policy/PowerUserAccess", ChainStepStatus.Passed)]
    [InlineData("arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore", ChainStepStatus.Failed)]
    [InlineData("arn:aws:iam::aws:policy/SecurityAudit", ChainStepStatus.Indeterminate)]
    [InlineData("arn:aws:iam::123456789012:policy/elsewhere", ChainStepStatus.Indeterminate)]
    public void A_policy_of_another_file_allows_what_is_known_of_it(string arn, ChainStepStatus expected)
    {
        var step = Rooted().Add("aws_iam_role_policy_attachment.a", Attachment.Replace("ARN", arn, StringComparison.Ordinal)).Decide();

        Assert.Equal(expected, step.Status);
        if (expected == ChainStepStatus.Indeterminate) Assert.Equal("PolicyUnread", step.FindingId);
    }

    [Theory]
    [InlineData("arn:aws:iam::aws:policy/SecurityAudit", ChainStepStatus.Passed)]
    [InlineData("arn:aws:iam::aws:policy/AWSDenyAll", ChainStepStatus.Indeterminate)]
    [InlineData("arn:aws:iam::123456789012:policy/elsewhere", ChainStepStatus.Indeterminate)]
    public void A_policy_of_another_file_denies_unless_it_is_one_of_aws_that_grants(string arn, ChainStepStatus expected)
    {
        var plan = Rooted()
            .Add("aws_iam_role_policy.p", $"{{'name':'p','role':'worker','policy':{PlanText.Quote(PlanText.Assume(Target))}}}")
            .Add("aws_iam_role_policy_attachment.a", Attachment.Replace("ARN", arn, StringComparison.Ordinal));

        Assert.Equal(expected, plan.Decide().Status);
    }

    [Fact]
    public void A_managed_policy_of_the_file_is_found_by_its_arn_or_by_reference()
    {
        var text = PlanText.Quote(PlanText.Assume(Target));
        var byArn = Rooted()
            .Add("aws_iam_policy.m", $"{{'arn':'arn:aws:iam::123456789012:policy/m','name':'m','policy':{text}}}")
            .Add("aws_iam_role_policy_attachment.a", Attachment.Replace("ARN", "arn:aws:iam::123456789012:policy/m", StringComparison.Ordinal));
        var byReference = Rooted()
            .Add("aws_iam_policy.m", $"{{'name':'m','policy':{text}}}", "{'arn':true}")
            .Add(
                "aws_iam_policy_attachment.a",
                "{'roles':['worker']}",
                "{'policy_arn':true}",
                "{'policy_arn':{'references':['aws_iam_policy.m.arn','aws_iam_policy.m']}}");

        foreach (var step in new[] { byArn.Decide(), byReference.Decide() })
        {
            Assert.Equal(ChainStepStatus.Passed, step.Status);
            Wording.Names(step.Evidence, "Identity: aws_iam_policy.m.policy, statement 0");
        }
    }

    [Fact]
    public void A_policy_whose_role_is_not_known_may_be_anybodys()
    {
        var step = Rooted()
            .Add("aws_iam_role_policy.p", $"{{'policy':{PlanText.Quote(PlanText.Assume(Target))}}}", "{'role':true}", "{'role':{'references':['local.role']}}")
            .Decide();

        Assert.Equal((ChainStepStatus.Indeterminate, "TerraformValueUnknown"), (step.Status, step.FindingId));
        Wording.Names(step.Evidence, "aws_iam_role_policy.p", "which role");
    }

    [Fact]
    public void A_jsonencode_with_a_reference_is_unknown_even_where_the_rest_allows()
    {
        var step = Rooted()
            .Add("aws_iam_role_policy.p", $"{{'name':'p','role':'worker','policy':{PlanText.Quote(PlanText.Assume(Target))}}}")
            .Add(
                "aws_iam_role_policy.q",
                "{'name':'q','role':'worker'}",
                "{'policy':true}",
                "{'policy':{'references':['aws_s3_bucket.b.arn','aws_s3_bucket.b']}}")
            .Decide();

        Assert.Equal((ChainStepStatus.Indeterminate, "TerraformValueUnknown"), (step.Status, step.FindingId));
        Wording.Names(step.Evidence, "Identity: aws_iam_role_policy.p.policy, statement 0", "aws_iam_role_policy.q.policy");
    }

    [Fact]
    public void What_the_plan_removes_no_longer_counts()
    {
        var old = PlanText.Quote(PlanText.Assume(Target));
        PlanText Plan(string action) => PlanText.WithRoles(PlanText.Trust(Root))
            .Add("data.aws_caller_identity.me", Account)
            .Add("aws_iam_role.worker", $"{{'name':'worker','inline_policy':[{{'name':'p','policy':{old}}}]}}")
            .Add("aws_iam_role_policy.p", $"{{'name':'p','role':'worker','policy':{old}}}", action: action);

        Assert.Equal(ChainStepStatus.Passed, Plan("no-op").Decide().Status);
        Assert.Equal(ChainStepStatus.Failed, Plan("delete").Decide().Status);
    }

    [Fact]
    public void An_inline_policy_block_counts()
    {
        var step = Rooted()
            .Add("aws_iam_role.worker", $"{{'name':'worker','inline_policy':[{{'name':'p','policy':{PlanText.Quote(PlanText.Assume(Target))}}}]}}")
            .Decide();

        Assert.Equal(ChainStepStatus.Passed, step.Status);
        Wording.Names(step.Evidence, "Identity: aws_iam_role.worker.inline_policy, statement 0");
    }

    [Theory]
    [InlineData("'permissions_boundary':'arn:aws:iam::aws:policy/PowerUserAccess'", "{}", ChainStepStatus.Passed)]
    [InlineData("'permissions_boundary':'arn:aws:iam::123456789012:policy/b'", "{}", ChainStepStatus.Failed)]
    [InlineData("'permissions_boundary':'arn:aws:iam::123456789012:policy/elsewhere'", "{}", ChainStepStatus.Indeterminate)]
    [InlineData("'path':'/'", "{'permissions_boundary':true}", ChainStepStatus.Indeterminate)]
    public void A_boundary_limits(string boundary, string unknown, ChainStepStatus expected)
    {
        var s3 = PlanText.Quote(PlanText.Assume("*").Replace("sts:AssumeRole", "s3:*", StringComparison.Ordinal));
        var step = Rooted()
            .Add("aws_iam_policy.b", $"{{'arn':'arn:aws:iam::123456789012:policy/b','policy':{s3}}}")
            .Add("aws_iam_role_policy.p", $"{{'name':'p','role':'worker','policy':{PlanText.Quote(PlanText.Assume(Target))}}}")
            .Add("aws_iam_role.worker", $"{{'name':'worker',{boundary}}}", unknown)
            .Decide();

        Assert.Equal(expected, step.Status);
    }

    [Fact]
    public void A_looked_up_role_has_policies_that_the_file_does_not_have()
    {
        var plan = new PlanText()
            .Add("aws_iam_instance_profile.worker", "{'name':'worker','role':'worker'}")
            .Add("data.aws_iam_role.worker", "{'name':'worker','arn':'arn:aws:iam::123456789012:role/worker','assume_role_policy':'{}'}")
            .Add("aws_iam_role.target", $"{{'name':'target','assume_role_policy':{PlanText.Quote(PlanText.Trust(Root))}}}")
            .Add("data.aws_caller_identity.me", Account);

        var step = plan.Decide();

        Assert.Equal((ChainStepStatus.Indeterminate, "PolicyUnread"), (step.Status, step.FindingId));
        Wording.Names(step.Evidence, "data.aws_iam_role.worker");
    }

    [Fact]
    public void A_worker_that_ec2_may_not_assume_is_the_first_fault()
    {
        var steps = Rooted().Add("aws_iam_role.worker", $"{{'name':'worker','assume_role_policy':{PlanText.Quote(PlanText.Trust(Root))}}}").Check("target");

        Assert.Equal(("InstanceRole", ChainStepStatus.Failed, "InstanceRoleError"), (steps[1].Step, steps[1].Status, steps[1].FindingId));
    }

    private static PlanText Rooted() => PlanText.WithRoles(PlanText.Trust(Root)).Add("data.aws_caller_identity.me", Account);
}
