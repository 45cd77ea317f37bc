using AssumeRole.Chains;
using AssumeRole.Diagnosis.Tests.Terraform;

namespace AssumeRole.Diagnosis.Tests.Checks;

/// <summary>What a plan's policy documents are taken for, and what is not guessed.</summary>
public sealed class TerraformReferenceTests
{
    private const string TrustOfDocument = "{'assume_role_policy':{'references':['data.aws_iam_policy_document.t.json','data.aws_iam_policy_document.t']}}";

    private const string Worker = "'aws_iam_role.worker.arn','aws_iam_role.worker'";

    [Theory]
    [InlineData(Worker, "null", "true", ChainStepStatus.Passed)]
    [InlineData(Worker + "," + Worker, "null", "true", ChainStepStatus.Passed)]
    [InlineData(Worker + ",'var.account'", "'arn:aws:iam::111111111111:root',null", "false,true", ChainStepStatus.Passed)]
    [InlineData(Worker + ",'var.switch'", "null", "true", ChainStepStatus.Passed)]
    [InlineData("'aws_iam_user.u.arn','aws_iam_user.u'", "null", "true", ChainStepStatus.Failed)]
    [InlineData(Worker + ",'aws_iam_user.u.arn','aws_iam_user.u'", "null", "true", ChainStepStatus.Indeterminate)]
    [InlineData(Worker + ",'aws_iam_user.u.arn','aws_iam_user.u'", "null,null", "true,true", ChainStepStatus.Passed)]
    [InlineData(Worker + ",'var.suffix'", "null", "true", ChainStepStatus.Indeterminate)]
    [InlineData("'aws_iam_role.worker.unique_id','aws_iam_role.worker'", "null", "true", ChainStepStatus.Indeterminate)]
    [InlineData("'aws_iam_role.worker'", "null", "true", ChainStepStatus.Indeterminate)]
    [InlineData("'local.worker'", "null", "true", ChainStepStatus.Indeterminate)]
    [InlineData("'each.value'", "null", "true", ChainStepStatus.Indeterminate)]
    [InlineData("'module.elsewhere.arn','module.elsewhere'", "null", "true", ChainStepStatus.Indeterminate)]
    [InlineData("'random_id.x.hex','random_id.x'", "null", "true", ChainStepStatus.Indeterminate)]
    public void A_principal_known_after_apply_is_taken_for_a_role_only_where_it_can_be_nothing_else(
        string references, string identifiers, string unknown, ChainStepStatus expected)
    {
        var plan = new PlanText { Variables = "'account':{'value':'111111111111'},'switch':{'value':true},'suffix':{'value':'-x'}" };
        var step = Roles(plan)
            .Add("aws_iam_user.u", "{'name':'u'}", "{'arn':true}")
            .Add("random_id.x", "{}", "{'hex':true}")
            .Add(
                "data.aws_iam_policy_document.t",
                $"{{'statement':[{{'actions':['sts:AssumeRole'],'principals':[{{'type':'AWS','identifiers':[{identifiers}]}}]}}]}}",
                $"{{'json':true,'statement':[{{'actions':[false],'principals':[{{'identifiers':[{unknown}]}}]}}]}}",
                $"{{'statement':[{{'principals':[{{'type':{{'constant_value':'AWS'}},'identifiers':{{'references':[{references}]}}}}]}}]}}")
            .Decide();

        Assert.Equal(expected, step.Status);
        if (expected != ChainStepStatus.Indeterminate) return;
        Assert.Equal("TerraformValueUnknown", step.FindingId);
        Wording.Names(step.Evidence, "data.aws_iam_policy_document.t", "statement 0", "principals");
    }

    [Theory]
    [InlineData("'statement':true", "statements")]
    [InlineData("'statement':[true]", "statement 0 has contents")]
    [InlineData("'statement':[{'effect':true}]", "statement 0 has an effect")]
    [InlineData("'statement':[{'actions':true}]", "statement 0 has actions")]
    [InlineData("'statement':[{'actions':[true]}]", "statement 0 has actions")]
    [InlineData("'statement':[{'condition':true}]", "statement 0 has condition")]
    [InlineData("'statement':[{'principals':true}]", "statement 0 has principals")]
    [InlineData("'version':true", "version")]
    [InlineData("'source_policy_documents':true", "source_policy_documents")]
    [InlineData("'source_json':true", "source_json")]
    public void Whatever_part_is_unknown_is_named(string unknown, string evidence)
    {
        var step = Roles(new PlanText())
            .Add(
                "data.aws_iam_policy_document.t",
                "{'statement':[{'actions':['sts:AssumeRole'],'principals':[{'type':'AWS','identifiers':['*']}]}]}",
                $"{{'json':true,{unknown}}}")
            .Decide();

        Assert.Equal((ChainStepStatus.Indeterminate, "TerraformValueUnknown"), (step.Status, step.FindingId));
        Wording.Names(step.Evidence, "data.aws_iam_policy_document.t", evidence);
    }

    [Fact]
    public void Source_documents_come_first_and_overrides_last_and_a_sid_stands_once()
    {
        const string Deny = "'statement':[{'sid':'S','effect':'Deny','actions':['sts:AssumeRole'],'principals':[{'type':'AWS','identifiers':['*']}]}]";
        PlanText Plan(string attribute) => Roles(new PlanText())
            .Add("data.aws_iam_policy_document.base", $"{{{Deny}}}", "{'json':true}")
            .Add(
                "data.aws_iam_policy_document.t",
                "{'statement':[{'sid':'S','actions':['sts:AssumeRole'],'principals':[{'type':'*','identifiers':['*']}]}]}",
                $"{{'json':true,'{attribute}':[true]}}",
                $"{{'{attribute}':{{'references':['data.aws_iam_policy_document.base.json','data.aws_iam_policy_document.base']}}}}");

        Assert.Equal(ChainStepStatus.Passed, Plan("source_policy_documents").Decide().Status);
        Assert.Equal(ChainStepStatus.Failed, Plan("override_policy_documents").Decide().Status);
    }

    [Fact]
    public void A_document_that_is_part_of_itself_is_unknown()
    {
        var step = Roles(new PlanText())
            .Add(
                "data.aws_iam_policy_document.t",
                "{}",
                "{'json':true,'source_policy_documents':[true]}",
                "{'source_policy_documents':{'references':['data.aws_iam_policy_document.t.json','data.aws_iam_policy_document.t']}}")
            .Decide();

        Assert.Equal(ChainStepStatus.Indeterminate, step.Status);
    }

    [Fact]
    public void What_a_statement_about_other_actions_does_not_tell_does_not_matter()
    {
        var step = Roles(new PlanText())
            .Add(
                "data.aws_iam_policy_document.t",
                "{'statement':[{'actions':['sts:AssumeRole'],'principals':[{'type':'AWS','identifiers':[null]}]},"
                + "{'actions':['sts:GetCallerIdentity'],'principals':[{'type':'AWS','identifiers':[null]}]}]}",
                "{'json':true,'statement':[{'principals':[{'identifiers':[true]}]},{'principals':[{'identifiers':[true]}]}]}",
                $"{{'statement':[{{'principals':[{{'type':{{'constant_value':'AWS'}},'identifiers':{{'references':[{Worker}]}}}}]}},"
                + "{'principals':[{'type':{'constant_value':'AWS'},'identifiers':{'references':['local.x']}}]}]}")
            .Decide();

        Assert.Equal(ChainStepStatus.Passed, step.Status);
    }

    [Fact]
    public void A_pattern_may_fit_a_name_that_aws_is_still_to_give()
    {
        var step = PlanText.WithRoles(string.Empty)
            .Add("aws_iam_role.target", $"{{'name_prefix':'ci-','assume_role_policy':{PlanText.Quote(PlanText.Trust("arn:aws:iam::123456789012:root"))}}}", "{'arn':true,'name':true}")
            .Add("data.aws_caller_identity.me", "{'account_id':'123456789012'}")
            .Add("aws_iam_role_policy.p", $"{{'name':'p','role':'worker','policy':{PlanText.Quote(PlanText.Assume("arn:aws:iam::*:role/ci-2026*"))}}}")
            .Decide("aws_iam_role.target");

        Assert.Equal((ChainStepStatus.Indeterminate, "TerraformValueUnknown"), (step.Status, step.FindingId));
        Wording.Names(step.Evidence, "aws_iam_role.target.name");
    }

    [Fact]
    public void Hops_on_the_way_are_decided_one_by_one()
    {
        var plan = Roles(new PlanText(), PlanText.Trust("arn:aws:iam::000000000000:role/middle"))
            .Add("aws_iam_role.middle", $"{{'name':'middle','assume_role_policy':{PlanText.Quote(PlanText.Trust("arn:aws:iam::000000000000:role/worker"))}}}", "{'arn':true}");
        var request = new AssumeRole.Checks.TerraformChainRequest("plan.json")
        {
            RoleArns = ["target"],
            Call = new AssumeRole.Roles.RoleChainRequest { Via = ["middle"] },
        };

        var steps = TerraformFixture.Check(plan.Read(), request).Where(step => step.Step == "Decision").ToArray();

        Assert.Equal(["arn:aws:iam::000000000000:role/middle", "arn:aws:iam::000000000000:role/target"], steps.Select(step => step.Target));
        Assert.All(steps, step => Assert.Equal(ChainStepStatus.Passed, step.Status));
        Assert.All(steps, step => Assert.EndsWith("role/target", step.Chain, StringComparison.Ordinal));
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
