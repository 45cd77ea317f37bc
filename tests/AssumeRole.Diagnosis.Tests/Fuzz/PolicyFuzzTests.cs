using AssumeRole.Policies;
using AssumeRole.Testing.Fuzz;

namespace AssumeRole.Diagnosis.Tests.Fuzz;

/// <summary>The reader of policies, its grammar and the evaluator on whatever the reader let through.</summary>
public sealed class PolicyFuzzTests
{
    private static readonly AccessRequest[] Requests =
    [
        Request(AccessPrincipal.RoleSession(
            "arn:aws:sts::111111111111:assumed-role/concourse-worker/i-1", "111111111111", "arn:aws:iam::111111111111:role/concourse-worker")),
        Request(AccessPrincipal.User("arn:aws:iam::222222222222:user/alice", "222222222222")),
        Request(AccessPrincipal.Service("ec2.amazonaws.com")),
        Request(AccessPrincipal.Federated("arn:aws:iam::222222222222:oidc-provider/concourse.example.com")),
    ];

    [Fact]
    public async Task No_text_makes_reading_checking_or_deciding_fail()
    {
        var report = await new FuzzRun("policies", PolicySeeds.All, text => Task.FromResult(Read(text)), _ => false).RunAsync();

        Assert.InRange(report.Accepted, report.Settings.Inputs / 100, report.Settings.Inputs);
        Assert.InRange(report.Refused, report.Settings.Inputs / 10, report.Settings.Inputs);
    }

    private static bool Read(string text)
    {
        var parsed = PolicyParser.Parse(text);
        Assert.All(parsed.Problems, problem => Assert.StartsWith("$", problem.Path, StringComparison.Ordinal));
        if (parsed.Document is not { } document)
        {
            Assert.NotEmpty(parsed.Problems);
            return false;
        }

        foreach (var kind in Enum.GetValues<PolicyKind>()) PolicyGrammar.Check(document, kind);
        var policy = new NamedPolicy("fuzzed", document);
        PolicySet[] sets =
        [
            new() { Identity = [policy], Trust = policy },
            new() { Identity = [policy], Resource = policy },
            new()
            {
                Identity = [policy],
                Trust = policy,
                PermissionsBoundary = policy,
                Session = [policy],
                ServiceControl = [[policy]],
                ResourceControl = [policy],
                VpcEndpoint = policy,
            },
        ];
        foreach (var request in Requests)
            foreach (var set in sets)
                Assert.True(Enum.IsDefined(PolicyEvaluator.Evaluate(request, set).Outcome));
        return parsed.Problems.Count == 0;
    }

    private static AccessRequest Request(AccessPrincipal principal) => new(
        principal,
        "sts:AssumeRole",
        "arn:aws:iam::222222222222:role/worker-permissions",
        "222222222222",
        RequestContext.Empty
            .With("sts:ExternalId", "pipeline-42")
            .With("aws:SourceIp", "10.1.2.3")
            .With("aws:CurrentTime", "2026-03-04T05:06:07Z")
            .With("aws:MultiFactorAuthAge", "300")
            .With("aws:PrincipalArn", "arn:aws:iam::111111111111:role/concourse-worker")
            .With("aws:TagKeys", "team", "stage")
            .With("aws:SecureTransport", "true")
            .With("aws:username", "*?"));
}
