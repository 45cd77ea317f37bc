using System.Text;
using System.Text.Json.Nodes;
using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Diagnosis.Tests.Terraform;
using AssumeRole.Findings;
using AssumeRole.Terraform;
using AssumeRole.Testing.Fuzz;

namespace AssumeRole.Diagnosis.Tests.Fuzz;

/// <summary>The reader of Terraform's plans and states, and the whole walk behind it.</summary>
public sealed class TerraformFuzzTests
{
    private static readonly string[] Names =
        ["problem.plan.json", "heredoc.plan.json", "solution.plan.json", "solution.state.json", "solution.tfstate.json", "modules.plan.json"];

    [Fact]
    public async Task Every_plan_is_walked_or_refused()
    {
        // Without their white space, of which half of the changes would be.
        var seeds = Names.Select(name => JsonNode.Parse(TerraformFixture.Bytes(name))!.ToJsonString()).ToArray();

        var report = await new FuzzRun(
            "Terraform plans",
            seeds,
            text => Task.FromResult(Walk(text)),
            error => error is AssumeRoleException { Finding.Id: nameof(FindingCatalogue.TerraformFileInvalid) }).RunAsync();

        Assert.InRange(report.Accepted, report.Settings.Inputs / 10, report.Settings.Inputs);
        Assert.InRange(report.Refused, report.Settings.Inputs / 20, report.Settings.Inputs);
    }

    private static bool Walk(string text)
    {
        var document = TerraformReader.Read(Encoding.UTF8.GetBytes(text), "plan.json");
        var steps = TerraformFixture.Check(document, new TerraformChainRequest("plan.json"));
        Assert.NotEmpty(steps);
        Assert.All(steps, step =>
        {
            Assert.DoesNotContain(step.Target + step.Cause + step.Evidence + step.Remedy, char.IsControl);
            if (step.Status is ChainStepStatus.Failed or ChainStepStatus.Indeterminate) Assert.NotEmpty(step.FindingId);
        });
        return true;
    }
}
