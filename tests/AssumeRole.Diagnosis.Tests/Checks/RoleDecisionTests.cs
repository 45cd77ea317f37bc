using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Diagnosis.Tests.Policies;
using AssumeRole.Policies;
using AssumeRole.Roles;

namespace AssumeRole.Diagnosis.Tests.Checks;

public sealed class RoleDecisionTests
{
    private const string Far = "arn:aws:iam::111111111111:role/worker";
    private const string Near = "arn:aws:iam::222222222222:role/near";
    private const string MayAssume = "{'Sid':'May','Effect':'Allow','Action':'sts:AssumeRole','Resource':'" + Sample.Role + "'}";
    private const string Trusts = "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'" + Far + "'}}";

    [Fact]
    public void Across_accounts_both_sides_allow_and_both_statements_are_shown()
    {
        var step = Assert.Single(Decide([MayAssume], [Trusts]));
        Assert.Equal((ChainStepName.Decision, ChainStepStatus.Passed), (step.Step, step.Status));
        Assert.Equal((Sample.Role, Sample.Role), (step.Target, step.Chain));
        Wording.Names(step.Evidence, "sts:AssumeRole", Far, "Identity: worker, statement 0 (May)", "Trust: trust, statement 0");
    }

    [Fact]
    public void Both_sides_are_shown_and_both_are_causes_when_both_fail()
    {
        var step = Assert.Single(Decide(
            ["{'Effect':'Allow','Action':'sts:AssumeRole','Resource':'arn:aws:iam::333333333333:role/x'}"],
            ["{'Sid':'Ec2','Effect':'Allow','Action':'sts:AssumeRole','Principal':{'Service':'ec2.amazonaws.com'}}"]));

        Assert.Equal((ChainStepStatus.Failed, "AssumeDenied"), (step.Status, step.FindingId));
        Assert.Equal([DenialCause.TrustPolicy, DenialCause.IdentityPolicy], step.Candidates.Select(item => item.Cause));
        Assert.All(step.Candidates, candidate => Assert.True(candidate.IsCertain));
        Wording.Names(
            step.Evidence,
            ["sts:AssumeRole", Far, "Identity:", "worker, statement 0", "Resource", "arn:aws:iam::333333333333:role/x",
                "Trust:", "trust, statement 0 (Ec2)", "Principal", "ec2.amazonaws.com"]);
        Wording.Names(step.Candidates[0].Remedy, Far, "Principal", "statement 0 (Ec2) of trust");
        Wording.Names(step.Candidates[1].Remedy, Sample.Role, "Resource", "statement 0 of worker");
        Wording.Names(step.Remedy, step.Candidates[0].Remedy, step.Candidates[1].Remedy);
    }

    [Theory]
    [InlineData("{'Sid':'No','Effect':'Deny','Action':'sts:*','Resource':'*'}", null, DenialCause.IdentityPolicy, "worker, statement 1 (No), denies it")]
    [InlineData(null, "{'Sid':'No','Effect':'Deny','Action':'sts:*','Principal':'*'}", DenialCause.TrustPolicy, "trust, statement 1 (No), denies it")]
    public void A_deny_is_named_by_its_statement(string? worker, string? trust, DenialCause cause, string evidence)
    {
        var step = Assert.Single(Decide(
            worker is null ? [MayAssume] : [MayAssume, worker], trust is null ? [Trusts] : [Trusts, trust]));
        Assert.Equal(cause, Assert.Single(step.Candidates).Cause);
        Assert.Contains(evidence, step.Evidence, StringComparison.Ordinal);
        Wording.Names(step.Remedy, "statement 1 (No)");
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("wrong", false)]
    [InlineData("right", true)]
    public void An_external_id_is_told_from_a_principal(string? externalId, bool isAllowed)
    {
        var trust = Trusts.Replace("'Principal'", "'Condition':{'StringEquals':{'sts:ExternalId':'right'}},'Principal'", StringComparison.Ordinal);
        var step = Assert.Single(Decide([MayAssume], [trust], Sample.Request() with { ExternalId = externalId }));
        Assert.Equal(isAllowed, step.Status == ChainStepStatus.Passed);
        Assert.DoesNotContain("right", step.Evidence, StringComparison.Ordinal);
        if (isAllowed) return;
        Assert.Equal(DenialCause.ExternalId, Assert.Single(step.Candidates).Cause);
        Wording.Names(step.Remedy, "-ExternalId", "statement 0 of trust");
    }

    [Fact]
    public void An_external_id_is_not_blamed_when_the_principal_is_wrong_too()
    {
        var step = Assert.Single(Decide(
            [MayAssume],
            ["{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'" + Near + "'},'Condition':{'StringEquals':{'sts:ExternalId':'x'}}}"]));
        Assert.Equal(DenialCause.TrustPolicy, Assert.Single(step.Candidates).Cause);
    }

    [Fact]
    public void Tags_and_a_source_identity_need_their_own_actions_on_both_sides()
    {
        var request = Sample.Request() with { Tags = [new SessionTag("team", "a")], SourceIdentity = "ann" };
        var steps = Decide(
            [MayAssume.Replace("'sts:AssumeRole'", "['sts:AssumeRole','sts:TagSession','sts:SetSourceIdentity']", StringComparison.Ordinal)],
            [Trusts],
            request);

        Assert.Equal([ChainStepStatus.Passed, ChainStepStatus.Failed, ChainStepStatus.Failed], steps.Select(step => step.Status));
        Assert.Equal(
            [DenialCause.SessionTags, DenialCause.SourceIdentity],
            steps.Skip(1).Select(step => Assert.Single(step.Candidates).Cause));
        Wording.Names(steps[1].Remedy, "sts:TagSession", "Action", "statement 0 of trust");
    }

    [Fact]
    public void A_role_named_in_its_own_account_needs_no_policy_of_its_own()
    {
        var trust = Trusts.Replace(Far, Near, StringComparison.Ordinal);
        var step = Assert.Single(Decide([], [trust], caller: Session(Near, "222222222222")));
        Assert.Equal(ChainStepStatus.Passed, step.Status);
        Assert.Contains("none need to", step.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_is_asked_about_by_its_name()
    {
        var trust = "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'Service':'ec2.amazonaws.com'}}";
        var step = Assert.Single(Decide([], [trust], caller: AccessPrincipal.Service("ec2.amazonaws.com")));
        Assert.Equal(ChainStepStatus.Passed, step.Status);
        Wording.Names(step.Evidence, "sts:AssumeRole", "ec2.amazonaws.com", "Trust: trust, statement 0");
        Assert.DoesNotContain("Identity:", step.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_permissions_boundary_that_does_not_allow_is_the_cause()
    {
        var step = Assert.Single(new RoleDecision(TimeProvider.System).Decide(Question([MayAssume], [Trusts]) with
        {
            Policies = Question([MayAssume], [Trusts]).Policies with
            {
                PermissionsBoundary = PolicyText.Policy("boundary", "{'Effect':'Allow','Action':'s3:*','Resource':'*'}"),
            },
        }));
        Assert.Equal(DenialCause.PermissionsBoundary, Assert.Single(step.Candidates).Cause);
    }

    private static AccessPrincipal Session(string role, string account) =>
        AccessPrincipal.RoleSession($"arn:aws:sts::{account}:assumed-role/{role.Split('/')[^1]}/i-1", account, role);

    private static RoleQuestion Question(string[] worker, string[] trust, RoleRequest? target = null, AccessPrincipal? caller = null) => new()
    {
        Caller = caller ?? Session(Far, "111111111111"),
        Target = target ?? Sample.Request(),
        Policies = new PolicySet
        {
            Identity = worker.Length == 0 ? [] : [PolicyText.Policy("worker", worker)],
            Trust = PolicyText.Policy("trust", trust),
        },
    };

    private static IReadOnlyList<ChainStep> Decide(
        string[] worker, string[] trust, RoleRequest? target = null, AccessPrincipal? caller = null) =>
        new RoleDecision(TimeProvider.System).Decide(Question(worker, trust, target, caller));
}
