using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Policies;
using AssumeRole.Roles;
using AssumeRole.Testing.Fuzz;

namespace AssumeRole.Diagnosis.Tests.Fuzz;

/// <summary>Decisions from policies alone, on both sides whatever the reader let through.</summary>
public sealed class RoleDecisionFuzzTests
{
    private static readonly RoleRequest Plain = Sample.Request("worker-permissions");

    private static readonly RoleQuestion[] Questions =
    [
        Ask(AccessPrincipal.RoleSession(
            "arn:aws:sts::111111111111:assumed-role/concourse-worker/i-1", "111111111111", "arn:aws:iam::111111111111:role/concourse-worker"), Plain),
        Ask(
            AccessPrincipal.User("arn:aws:iam::222222222222:user/alice", "222222222222"),
            Plain with { ExternalId = "pipeline-42", Tags = [new SessionTag("team", "main")], SourceIdentity = "alice" }),
        Ask(AccessPrincipal.Service("ec2.amazonaws.com"), Plain),
        Ask(AccessPrincipal.Federated("arn:aws:iam::222222222222:oidc-provider/concourse.example.com"), Plain),
    ];

    [Fact]
    public async Task Every_policy_that_can_be_read_is_decided_one_way_or_called_indeterminate()
    {
        var report = await new FuzzRun("role decisions", PolicySeeds.All, text => Task.FromResult(Read(text)), _ => false).RunAsync();

        Assert.InRange(report.Accepted, report.Settings.Inputs / 10, report.Settings.Inputs);
    }

    private static bool Read(string text)
    {
        if (PolicyParser.Parse(text).Document is not { } document) return false;
        var policy = new NamedPolicy("fuzzed", document);
        PolicySet[] sets =
        [
            new() { Identity = [policy], Trust = policy },
            new() { Trust = policy, PermissionsBoundary = policy, Session = [policy], ServiceControl = [[policy]] },
            new() { Identity = [policy] },
        ];
        foreach (var question in Questions)
        {
            foreach (var set in sets)
            {
                var steps = new RoleDecision(TimeProvider.System).Decide(question with { Policies = set });
                Assert.All(steps, step => Assert.True(
                    step.Evidence.Length > 0 && step.Status is ChainStepStatus.Passed == (step.FindingId.Length == 0)));
            }
        }

        return true;
    }

    private static RoleQuestion Ask(AccessPrincipal caller, RoleRequest target) =>
        new() { Caller = caller, Target = target, Policies = new PolicySet() };
}
