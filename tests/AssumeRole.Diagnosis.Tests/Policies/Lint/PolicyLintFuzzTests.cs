using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Diagnosis.Tests.Fuzz;
using AssumeRole.Findings;
using AssumeRole.Policies;
using AssumeRole.Policies.Lint;
using AssumeRole.Testing.Fuzz;

namespace AssumeRole.Diagnosis.Tests.Policies.Lint;

/// <summary>Any text at all is linted, and decided by if it can be.</summary>
public sealed class PolicyLintFuzzTests
{
    private static readonly string[] Ids = [.. FindingCatalogue.All.Select(kind => kind.Id)];

    private static readonly string[] Seeds =
    [
        .. PolicySeeds.All,
        Linting.Background("terraform-role2.tf"),
        Linting.Background("terraform-role2-trust.json"),
        '\uFEFF' + PolicySeeds.Worker,
        Uri.EscapeDataString(PolicySeeds.Trust),
        $"{{\"PolicyVersion\":{{\"Document\":{PolicySeeds.Worker}}}}}",
        $"{{\"Role\":{{\"AssumeRolePolicyDocument\":\"{Uri.EscapeDataString(PolicySeeds.Trust)}\"}}}}",
        "{ // why\n \"Statement\": [ { \"Effect\": \"Allow\", /* x */ \"Action\": \"sts:AssumeRole\", \"Resource\": \"*\", } ] }",
        "# why\n{ “Version”: “2012-10-17”, \"Statement\": {} }",
        "Version: 2012-10-17\nStatement:\n- Effect: Allow\n  Action: sts:AssumeRole\n",
        "'{\"Statement\":[{\"NotPrincipal\":{\"AWS\":\"arn:aws:iam::111111111111:instance-profile/x\"}}]}'",
    ];

    [Fact]
    public async Task Every_text_is_linted_and_decided_by_or_not()
    {
        var report = await new FuzzRun("policy lint", Seeds, text => Task.FromResult(Read(text)), _ => false).RunAsync();

        Assert.InRange(report.Accepted, report.Settings.Inputs / 100, report.Settings.Inputs);
        Assert.InRange(report.Refused, report.Settings.Inputs / 10, report.Settings.Inputs);
    }

    private static bool Read(string text)
    {
        var source = new PolicySource("policy", text);
        var usable = false;
        foreach (var kind in new[] { PolicyKind.Identity, PolicyKind.Trust })
        {
            var result = PolicyLint.Check(source, kind);
            usable |= result.IsUsable;
            Assert.All(result.Findings, found =>
            {
                Assert.Contains(found.Finding.Id, Ids);
                Assert.StartsWith("$", found.Path, StringComparison.Ordinal);
                Assert.NotEmpty(found.Finding.Remedy);
                Assert.DoesNotContain(found.Finding.ToString(), char.IsControl);
            });
            if (result.Document is null) Assert.NotEmpty(result.Findings);
        }

        var steps = new OfflineChainCheck(TimeProvider.System).Check(new OfflineChainRequest
        {
            Targets = [Sample.Request()], WorkerPolicies = [source], TrustPolicy = source,
        });
        Assert.Contains(steps, step => step.Step == ChainStepName.Decision);
        Assert.All(steps, step => Assert.DoesNotContain(step.Evidence + step.Remedy + step.Cause, char.IsControl));
        return usable;
    }
}
