using AssumeRole.Chains;
using AssumeRole.Diagnosis.Tests.Terraform;

namespace AssumeRole.Diagnosis.Tests.Checks;

/// <summary>In which account the roles of a plan are, and where the walk begins.</summary>
public sealed class TerraformAccountTests
{
    private const string TrustOfDocument = "{'assume_role_policy':{'references':['data.aws_iam_policy_document.t.json','data.aws_iam_policy_document.t']}}";

    private const string Worker = "'aws_iam_role.worker.arn','aws_iam_role.worker'";

    [Theory]
    [InlineData("target", ChainStepStatus.Indeterminate)]
    [InlineData("arn:aws:iam::111111111111:role/target", ChainStepStatus.Passed)]
    [InlineData("arn:aws:iam::222222222222:role/target", ChainStepStatus.Failed)]
    public void An_account_that_a_policy_names_and_the_plan_does_not_know_is_not_guessed(string role, ChainStepStatus expected)
    {
        var step = PlanText.WithRoles(PlanText.Trust("arn:aws:iam::111111111111:root"), "{'arn':true}")
            .Add("aws_iam_role_policy.p", $"{{'name':'p','role':'worker','policy':{PlanText.Quote(PlanText.Assume("*"))}}}")
            .Decide(role);

        Assert.Equal(expected, step.Status);
        if (expected != ChainStepStatus.Indeterminate) return;
        Assert.Equal("TerraformValueUnknown", step.FindingId);
        Wording.Names(step.Evidence, "aws_iam_role.worker", "account");
    }

    [Theory]
    [InlineData("'aws':{'expressions':{'allowed_account_ids':{'constant_value':['111111111111']}}}")]
    [InlineData("'aws':{'expressions':{'assume_role':[{'role_arn':{'constant_value':'arn:aws:iam::111111111111:role/terraform'}}]}}")]
    public void A_provider_may_say_its_account(string provider)
    {
        var plan = new PlanText { Providers = provider };
        var step = Roles(plan, PlanText.Trust("arn:aws:iam::111111111111:root"))
            .Add("aws_iam_role_policy.p", $"{{'name':'p','role':'worker','policy':{PlanText.Quote(PlanText.Assume("*"))}}}")
            .Decide();

        Assert.Equal(ChainStepStatus.Passed, step.Status);
    }

    [Fact]
    public void Roles_of_two_providers_may_be_in_two_accounts()
    {
        const string Reference = "{'statement':[{'principals':[{'type':{'constant_value':'AWS'},'identifiers':{'references':[" + Worker + "]}}]}]}";
        PlanText Plan(string provider) => new PlanText()
            .Add("aws_iam_instance_profile.worker", "{'name':'worker','role':'worker'}")
            .Add("aws_iam_role.worker", "{'name':'worker'}", "{'arn':true}")
            .Add("aws_iam_role.target", "{'name':'target'}", "{'arn':true,'assume_role_policy':true}", TrustOfDocument, provider)
            .Add(
                "data.aws_iam_policy_document.t",
                "{'statement':[{'actions':['sts:AssumeRole'],'principals':[{'type':'AWS','identifiers':[null]}]}]}",
                "{'json':true,'statement':[{'principals':[{'identifiers':[true]}]}]}",
                Reference);

        Assert.Equal(ChainStepStatus.Passed, Plan("aws").Decide().Status);
        Assert.Equal(ChainStepStatus.Indeterminate, Plan("aws.other").Decide().Status);
    }

    [Fact]
    public void Without_a_profile_there_is_nowhere_to_walk_from()
    {
        var step = Assert.Single(new PlanText().Add("aws_iam_role.a", "{'name':'a'}").Check());

        Assert.Equal((ChainStepStatus.Failed, "TerraformRoleMissing"), (step.Status, step.FindingId));
        Wording.Names(step.Evidence, "aws_iam_instance_profile");
    }

    [Fact]
    public void A_profile_that_is_elsewhere_is_named()
    {
        var step = Assert.Single(new PlanText().Add("aws_instance.ci", "{'iam_instance_profile':'elsewhere'}").Check());

        Assert.Equal((ChainStepStatus.Failed, "TerraformRoleMissing"), (step.Status, step.FindingId));
        Wording.Names(step.Evidence, "aws_instance.ci");
    }

    [Fact]
    public void A_plan_that_ended_with_an_error_is_a_warning()
    {
        var text = Roles(new PlanText()).ToString().Insert(1, "\"errored\":true,");
        var document = AssumeRole.Terraform.TerraformReader.Read(System.Text.Encoding.UTF8.GetBytes(text), "plan.json");

        var steps = TerraformFixture.Check(document, new AssumeRole.Checks.TerraformChainRequest("plan.json"));

        Assert.Equal((ChainStepStatus.Warning, "TerraformFileInvalid"), (steps[0].Status, steps[0].FindingId));
    }

    private static PlanText Roles(PlanText plan, string? trust = null) => plan
        .Add("aws_iam_instance_profile.worker", "{'name':'worker','role':'worker'}")
        .Add("aws_iam_role.worker", "{'name':'worker'}", "{'arn':true}")
        .Add(
            "aws_iam_role.target",
            $"{{'name':'target'{(trust is null ? "" : $",'assume_role_policy':{PlanText.Quote(trust)}")}}}",
            trust is null ? "{'arn':true,'assume_role_policy':true}" : "{'arn':true}",
            trust is null ? TrustOfDocument : "{}");
}
