using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Diagnosis.Tests.Policies.Lint;
using AssumeRole.Policies;
using AssumeRole.Roles;

namespace AssumeRole.Diagnosis.Tests.Checks;

public sealed class OfflineChainCheckTests
{
    private const string Worker = "arn:aws:iam::111111111111:role/concourse-worker";
    private const string Target = "arn:aws:iam::222222222222:role/worker-permissions";
    private const string MayAssume = "{'Effect':'Allow','Action':'sts:AssumeRole','Resource':'arn:aws:iam::*:role/worker-permissions'}";
    private const string TrustsWorker = "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'" + Worker + "'}}";

    [Fact]
    public void The_corrected_documents_of_the_post_pass_and_nothing_else()
    {
        var steps = Check(Background("corrected-worker-policy.json"), Background("concourse-worker-trust.json"), By(Worker));
        Assert.Equal(
            [ChainStepName.WorkerPolicy, ChainStepName.TrustPolicy, ChainStepName.Decision], steps.Select(step => step.Step));
        Assert.All(steps, step => Assert.Equal((ChainStepStatus.Passed, ""), (step.Status, step.FindingId)));
        Wording.Names(steps[0].Evidence, "1 statement", "2012-10-17");
        Assert.Equal(["", "", Target], steps.Select(step => step.Chain));
        Wording.Names(
            steps[2].Evidence,
            "sts:AssumeRole",
            Worker,
            "Identity: corrected-worker-policy.json, statement 0",
            "Trust: concourse-worker-trust.json, statement 0");
    }

    [Fact]
    public void The_documents_of_the_post_as_they_stand_fail_and_nothing_is_decided()
    {
        var steps = Check(Background("concourse-worker-policy.json"), Background("terraform-role2-trust-root.json"));
        Assert.Equal(
            [
                "WorkerPolicy Failed PolicyUnknownElement", "TrustPolicy Failed PrincipalInvalid", "TrustPolicy Failed PolicyFormat",
                "TrustPolicy Failed ArnMalformed", "Decision Skipped ",
            ],
            steps.Select(step => $"{step.Step} {step.Status} {step.FindingId}"));
        Wording.Names(steps[^1].Cause, "refuses", "concourse-worker-policy.json");
    }

    [Fact]
    public void Warnings_do_not_keep_from_deciding()
    {
        var steps = Check(
            new("worker", "{\"Statement\":" + MayAssume.Replace('\'', '"') + "}"), Document("trust", TrustsWorker), By(Worker));
        Assert.Equal(
            ["WorkerPolicy Warning PolicyVersionMissing", "TrustPolicy Passed ", "Decision Passed "],
            steps.Select(step => $"{step.Step} {step.Status} {step.FindingId}"));
    }

    [Fact]
    public void What_cannot_be_read_is_said_of_the_decision_too()
    {
        var steps = Check(Document("worker.json", MayAssume), new PolicySource("trust.json", "Version: 2012-10-17\n"));
        Assert.Equal(("Decision", ChainStepStatus.Skipped), (steps[^1].Step, steps[^1].Status));
        Wording.Names(steps[^1].Cause, "trust.json", "read");
    }

    [Fact]
    public void Documents_that_were_not_given_are_skipped()
    {
        var check = new OfflineChainCheck(TimeProvider.System);
        var target = new RoleRequest { Role = RoleArn.Parse(Target), SessionName = "task" };
        Assert.All(check.Check(new OfflineChainRequest { Targets = [target] }), step => Assert.Equal(ChainStepStatus.Skipped, step.Status));

        var steps = check.Check(new OfflineChainRequest { Targets = [target], TrustPolicy = Document("trust", TrustsWorker),
            CallerArn = Worker });
        Assert.Equal([ChainStepStatus.Skipped, ChainStepStatus.Passed, ChainStepStatus.Indeterminate], steps.Select(step => step.Status));
        Assert.Equal("PolicyUnread", steps[2].FindingId);
    }

    [Fact]
    public void Several_policies_of_the_worker_count_together_and_several_targets_are_decided_each()
    {
        RoleRequest Role(string arn) => new() { Role = RoleArn.Parse(arn), SessionName = "task" };
        var steps = new OfflineChainCheck(TimeProvider.System).Check(new OfflineChainRequest
        {
            Targets = [Role(Target), Role("arn:aws:iam::222222222222:role/other"), Role("arn:aws:iam::222222222222:role/none")],
            WorkerPolicies =
            [
                Document("one", MayAssume),
                Document("two", "{'Effect':'Allow','Action':'sts:AssumeRole','Resource':'arn:aws:iam::222222222222:role/other'}"),
            ],
            TrustPolicy = Document("trust", TrustsWorker),
            CallerArn = Worker,
        });
        Assert.Equal(
            [ChainStepStatus.Passed, ChainStepStatus.Passed, ChainStepStatus.Passed, ChainStepStatus.Passed, ChainStepStatus.Passed, ChainStepStatus.Failed],
            steps.Select(step => step.Status));
        Wording.Names(steps[4].Evidence, "Identity: two, statement 0");
        Assert.Equal(DenialCause.IdentityPolicy, Assert.Single(steps[5].Candidates).Cause);
    }

    [Fact]
    public void An_account_as_principal_means_any_of_its_roles()
    {
        var trust = TrustsWorker.Replace(Worker, "111111111111", StringComparison.Ordinal);
        Assert.Equal(ChainStepStatus.Indeterminate, Decide(MayAssume, trust).Status);
        Assert.Equal(ChainStepStatus.Failed, Decide(MayAssume, trust, Of("333333333333")).Status);
        var step = Decide(MayAssume, trust, Of("111111111111"));
        Assert.Equal(ChainStepStatus.Passed, step.Status);
        Wording.Names(step.Evidence, "sts:AssumeRole", "arn:aws:iam::111111111111:role/<worker>");
    }

    [Fact]
    public void An_account_whose_role_is_narrowed_down_leaves_open_which_role_asks()
    {
        var trust = "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'111111111111'},"
            + "'Condition':{'ArnEquals':{'aws:PrincipalArn':'" + Worker + "'}}}";
        var step = Decide(MayAssume, trust);
        Assert.Equal((ChainStepStatus.Indeterminate, "ContextMissing"), (step.Status, step.FindingId));
        Assert.Contains("-WorkerRoleArn", step.Remedy, StringComparison.Ordinal);
        Assert.Equal(ChainStepStatus.Passed, Decide(MayAssume, trust, new() { ["aws:PrincipalArn"] = [Worker] }).Status);
        Assert.Equal(
            ChainStepStatus.Failed, Decide(MayAssume, trust, new() { ["aws:PrincipalArn"] = ["arn:aws:iam::111111111111:role/other"] }).Status);
    }

    [Fact]
    public void A_role_that_is_trusted_is_not_therefore_the_caller()
    {
        var both = "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':['" + Worker + "','arn:aws:iam::111111111111:role/other']}}";
        Assert.Equal(ChainStepStatus.Indeterminate, Decide(MayAssume, both).Status);
        Assert.Equal(ChainStepStatus.Indeterminate, Decide(MayAssume, TrustsWorker).Status);
        Assert.Equal(ChainStepStatus.Passed, Decide(MayAssume, both, By(Worker)).Status);
        Assert.Equal(ChainStepStatus.Failed, Decide(MayAssume, both, By("arn:aws:iam::111111111111:role/third")).Status);

        var denied = "{'Effect':'Deny','Action':'sts:*','Principal':{'AWS':'" + Worker + "'}}";
        var step = Decide(MayAssume, $"{both},{denied}");
        Assert.Equal((ChainStepStatus.Indeterminate, "ContextMissing"), (step.Status, step.FindingId));
        Assert.Contains("-WorkerRoleArn", step.Remedy, StringComparison.Ordinal);
        Assert.Equal(
            ChainStepStatus.Passed,
            Decide(MayAssume, $"{both},{denied}", new() { ["AWS:PrincipalArn"] = ["arn:aws:iam::111111111111:role/other"] }).Status);
    }

    [Fact]
    public void A_trusted_session_leaves_open_whether_the_worker_has_that_name()
    {
        var trust = TrustsWorker.Replace(Worker, "arn:aws:sts::111111111111:assumed-role/concourse-worker/i-1", StringComparison.Ordinal);
        Assert.Equal(
            ChainStepStatus.Passed, Decide(MayAssume, trust, By("arn:aws:sts::111111111111:assumed-role/concourse-worker/i-1")).Status);
        Assert.Equal(
            ChainStepStatus.Failed, Decide(MayAssume, trust, By("arn:aws:sts::111111111111:assumed-role/concourse-worker/i-2")).Status);
        var denied = $"{TrustsWorker},{trust.Replace("Allow", "Deny", StringComparison.Ordinal)}";
        Assert.Equal(ChainStepStatus.Indeterminate, Decide(MayAssume, denied, By(Worker)).Status);
        var step = Decide(MayAssume, trust, By(Worker));
        Assert.Equal((ChainStepStatus.Indeterminate, "ContextMissing"), (step.Status, step.FindingId));
        Wording.Names(step.Remedy, "trust policy", "sessions");
    }

    [Fact]
    public void Trust_in_everyone_is_decided_across_accounts_and_within_the_roles_own()
    {
        var everyone = TrustsWorker.Replace(Worker, "*", StringComparison.Ordinal);
        Assert.Equal(ChainStepStatus.Passed, Decide(MayAssume, everyone).Status);

        // In its own account a role that is trusted needs no policy; in another it does.
        const string nothing = "{'Effect':'Allow','Action':'s3:GetObject','Resource':'*'}";
        Assert.Equal(ChainStepStatus.Indeterminate, Decide(nothing, everyone).Status);
        Assert.Equal(ChainStepStatus.Failed, Decide(nothing, everyone, new() { ["aws:PrincipalAccount"] = ["111111111111"] }).Status);
        Assert.Equal(ChainStepStatus.Passed, Decide(nothing, everyone, new() { ["aws:PrincipalAccount"] = ["222222222222"] }).Status);
    }

    [Fact]
    public void A_role_that_trusts_a_service_alone_lets_no_worker_in()
    {
        var step = Decide(MayAssume, "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'Service':'ec2.amazonaws.com'}}");
        Assert.Equal(DenialCause.TrustPolicy, Assert.Single(step.Candidates).Cause);
        Assert.True(step.Candidates[0].IsCertain);
    }

    [Theory]
    [InlineData("role/ci/concourse-worker", ChainStepStatus.Indeterminate)]
    [InlineData("role/concourse-worker", ChainStepStatus.Indeterminate)]
    [InlineData("role/ci/other", ChainStepStatus.Failed)]
    [InlineData("role/concourse-worker/other", ChainStepStatus.Failed)]
    [InlineData("root", ChainStepStatus.Passed)]
    public void The_ARN_of_a_session_leaves_the_path_of_its_role_open(string trusted, ChainStepStatus expected)
    {
        var allow = TrustsWorker.Replace(Worker, $"arn:aws:iam::111111111111:{trusted}", StringComparison.Ordinal);
        var session = By("arn:aws:sts::111111111111:assumed-role/concourse-worker/i-1");
        var step = Decide(MayAssume, allow, session);
        Assert.Equal(expected, step.Status);
        if (expected == ChainStepStatus.Indeterminate) Wording.Names(step.Remedy, "path", "-WorkerRoleArn");

        // A deny is as open as an allow.
        var deny = $"{TrustsWorker.Replace(Worker, "111111111111", StringComparison.Ordinal)},{allow.Replace("Allow", "Deny", StringComparison.Ordinal)}";
        var opposite = expected switch
        {
            ChainStepStatus.Failed => ChainStepStatus.Passed,
            ChainStepStatus.Passed => ChainStepStatus.Failed,
            _ => expected,
        };
        Assert.Equal(opposite, Decide(MayAssume, deny, session).Status);
    }

    [Theory]
    [InlineData("ArnLike", "arn:aws:iam::111111111111:role/*", ChainStepStatus.Passed)]
    [InlineData("StringLike", "arn:aws:iam::*:role/*concourse-worker", ChainStepStatus.Passed)]
    [InlineData("ArnLike", "arn:aws:iam::111111111111:role/ci/*", ChainStepStatus.Indeterminate)]
    [InlineData("ArnEquals", "arn:aws:iam::111111111111:role/concourse-worker", ChainStepStatus.Indeterminate)]
    [InlineData("ArnNotEquals", "arn:aws:iam::111111111111:role/ci/concourse-worker", ChainStepStatus.Indeterminate)]
    [InlineData("ArnNotLike", "arn:aws:iam::111111111111:role/*/other", ChainStepStatus.Passed)]
    [InlineData("ArnLike", "arn:aws:iam::111111111111:role/*/other", ChainStepStatus.Failed)]
    [InlineData("StringEqualsIgnoreCase", "arn:aws:iam::111111111111:role/ci/CONCOURSE-worker", ChainStepStatus.Indeterminate)]
    [InlineData("Null", "false", ChainStepStatus.Passed)]
    public void A_condition_on_the_callers_ARN_is_decided_where_every_path_gives_the_same(string name, string value,
        ChainStepStatus expected)
    {
        var trust = "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'111111111111'},"
            + $"'Condition':{{'{name}':{{'aws:PrincipalArn':'{value}'}}}}}}";
        Assert.Equal(expected, Decide(MayAssume, trust, By("arn:aws:sts::111111111111:assumed-role/concourse-worker/i-1")).Status);
    }

    [Fact]
    public void A_session_whose_role_is_given_as_well_has_a_path()
    {
        const string role = "arn:aws:iam::111111111111:role/ci/concourse-worker";
        ChainStepStatus Ask(string trusted) => new OfflineChainCheck(TimeProvider.System).Check(new OfflineChainRequest
        {
            Targets = [new RoleRequest { Role = RoleArn.Parse(Target), SessionName = "task" }],
            WorkerPolicies = [Document("worker", MayAssume)],
            TrustPolicy = Document("trust", TrustsWorker.Replace(Worker, trusted, StringComparison.Ordinal)),
            CallerArn = "arn:aws:sts::111111111111:assumed-role/concourse-worker/i-1",
            Context = By(role),
        })[^1].Status;
        Assert.Equal(ChainStepStatus.Passed, Ask(role));
        Assert.Equal(ChainStepStatus.Failed, Ask(Worker));
    }

    [Fact]
    public void A_workers_own_policy_may_name_it()
    {
        var own = MayAssume.Replace(
            "'Resource'", $"'Condition':{{'ArnEquals':{{'aws:PrincipalArn':'{Worker}'}}}},'Resource'", StringComparison.Ordinal);
        Assert.Equal(ChainStepStatus.Passed, Decide(own, TrustsWorker).Status);
        Assert.Equal(
            ChainStepStatus.Failed,
            Decide(own, TrustsWorker.Replace("concourse-worker", "other", StringComparison.Ordinal)).Status);
        var pattern = own.Replace("concourse-worker", "concourse-*", StringComparison.Ordinal);
        Assert.Equal(ChainStepStatus.Indeterminate, Decide(pattern, TrustsWorker).Status);
    }

    [Theory]
    [InlineData("sts:DurationSeconds", "3600")]
    [InlineData("s3:prefix", "a")]
    [InlineData("iam:PassedToService", "ec2.amazonaws.com")]
    public void A_key_that_no_call_carries_is_absent(string key, string value)
    {
        var trust = TrustsWorker[..^1] + $",'Condition':{{'StringEquals':{{'{key}':'{value}'}}}}}}";
        Assert.Equal(ChainStepStatus.Failed, Decide(MayAssume, trust, By(Worker)).Status);
        var without = trust.Replace("StringEquals", "StringNotEquals", StringComparison.Ordinal);
        Assert.Equal(ChainStepStatus.Passed, Decide(MayAssume, without, By(Worker)).Status);
    }

    [Fact]
    public void The_name_of_a_user_is_known_by_its_ARN()
    {
        const string user = "arn:aws:iam::111111111111:user/team/ann";
        var trust = TrustsWorker.Replace(Worker, user, StringComparison.Ordinal)[..^1]
            + ",'Condition':{'StringEquals':{'aws:username':'ann'}}}";
        Assert.Equal(ChainStepStatus.Passed, Decide(MayAssume, trust, By(user)).Status);
    }

    [Fact]
    public void A_caller_who_cannot_assume_roles_is_named_as_such()
    {
        var step = Decide(MayAssume, TrustsWorker, new() { ["aws:PrincipalArn"] = ["arn:aws::iam::111111111111:role/x"] });
        Assert.Equal((ChainStepStatus.Failed, "ArnMalformed"), (step.Status, step.FindingId));
    }

    [Fact]
    public void A_web_identity_is_asked_about_by_its_provider()
    {
        var trust = "{'Effect':'Allow','Action':'sts:AssumeRoleWithWebIdentity','Principal':{'Federated':"
            + "'arn:aws:iam::222222222222:oidc-provider/ci.example'},'Condition':{'StringEquals':{'ci.example:sub':'team/pipeline'}}}";
        var target = new RoleRequest
        {
            Role = RoleArn.Parse(Target),
            SessionName = "task",
            WebIdentity = new WebIdentity(new Secret("token"), null),
        };
        ChainStep Check(string? subject) => new OfflineChainCheck(TimeProvider.System).Check(new OfflineChainRequest
        {
            Targets = [target],
            WorkerPolicies = [Document("worker", MayAssume)],
            TrustPolicy = Document("trust", trust),
            Context = subject is null
                ? new Dictionary<string, IReadOnlyList<string>>()
                : new Dictionary<string, IReadOnlyList<string>> { ["ci.example:sub"] = [subject] },
        })[^1];

        Assert.Equal(ChainStepStatus.Indeterminate, Check(null).Status);
        Assert.Contains("-WorkerRoleArn", Check(null).Remedy, StringComparison.Ordinal);
        Assert.Equal(ChainStepStatus.Passed, Check("team/pipeline").Status);
        Assert.Equal(ChainStepStatus.Failed, Check("team/other").Status);
    }

    private static Dictionary<string, IReadOnlyList<string>> By(string caller) => new() { ["aws:PrincipalArn"] = [caller] };

    private static Dictionary<string, IReadOnlyList<string>> Of(string account) => new() { ["aws:PrincipalAccount"] = [account] };

    private static ChainStep Decide(string worker, string trust, Dictionary<string, IReadOnlyList<string>>? context = null) =>
        Check(Document("worker", worker), Document("trust", trust), context)[^1];

    private static IReadOnlyList<ChainStep> Check(
        PolicySource worker, PolicySource trust, Dictionary<string, IReadOnlyList<string>>? context = null) =>
        new OfflineChainCheck(TimeProvider.System).Check(new OfflineChainRequest
        {
            Targets = [new RoleRequest { Role = RoleArn.Parse(Target), SessionName = "task" }],
            WorkerPolicies = [worker],
            TrustPolicy = trust,
            Context = context ?? [],
        });

    private static PolicySource Background(string name) => new(name, Linting.Background(name));

    private static PolicySource Document(string name, string statements) =>
        new(name, $"{{'Version':'2012-10-17','Statement':[{statements}]}}".Replace('\'', '"'));
}
