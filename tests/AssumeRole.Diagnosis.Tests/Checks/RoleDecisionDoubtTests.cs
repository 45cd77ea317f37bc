using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Diagnosis.Tests.Policies;
using AssumeRole.Policies;

namespace AssumeRole.Diagnosis.Tests.Checks;

/// <summary>What the documents do not say is never guessed.</summary>
public sealed class RoleDecisionDoubtTests
{
    private const string Worker = "arn:aws:iam::111111111111:role/worker";

    public static TheoryData<string, string> Undecided => new()
    {
        { "'Condition':{'IpAddress':{'aws:SourceIp':'203.0.113.0/24'}},", "aws:SourceIp" },
        { "'Condition':{'NotIpAddress':{'aws:SourceIp':'203.0.113.0/24'}},", "aws:SourceIp" },
        { "'Condition':{'IpAddressIfExists':{'aws:SourceIp':'203.0.113.0/24'}},", "aws:SourceIp" },
        { "'Condition':{'Null':{'aws:SourceVpc':'true'}},", "aws:SourceVpc" },
        { "'Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-1'},'IpAddress':{'aws:SourceIp':'::/0'}},", "aws:PrincipalOrgID and aws:SourceIp" },
        { "'Condition':{'StringEquals':{'sts:RoleSessionName':'${aws:PrincipalTag/name}'}},", "aws:PrincipalTag/name" },
    };

    public static TheoryData<string> Decided =>
    [
        // Another condition fails, whatever the unknown key is.
        "'Condition':{'IpAddress':{'aws:SourceIp':'::/0'},'StringEquals':{'sts:ExternalId':'x'}},",
        "'Condition':{'StringEquals':{'sts:ExternalId':'x'}},",
        "'Condition':{'Bool':{'aws:MultiFactorAuthPresent':'true'}},",
        "'Condition':{'StringEquals':{'aws:RequestTag/team':'a'}},",
        "'Condition':{'StringEquals':{'aws:username':'ann'}},",
        "'Condition':{'ArnEquals':{'aws:SourceArn':'arn:aws:ec2:eu-west-1:111111111111:instance/i-1'}},",
        "'Condition':{'StringEquals':{'aws:PrincipalAccount':'999999999999'}},",
        "'Condition':{'Bool':{'aws:SecureTransport':'false'}},",
        "'Condition':{'DateGreaterThan':{'aws:CurrentTime':'2999-01-01T00:00:00Z'}},",
        "'Condition':{'StringEqual':{'aws:SourceIp':'x'}},",
    ];

    [Theory]
    [MemberData(nameof(Undecided))]
    public void A_key_that_is_unknown_and_decides_is_named(string condition, string keys)
    {
        var step = Decide(Trusting(condition));
        Assert.Equal((ChainStepStatus.Indeterminate, "ContextMissing"), (step.Status, step.FindingId));
        Wording.Names(step.Evidence, "trust, statement 0, depends", $"on {keys}.");
        Assert.Contains($"'{keys.Split(' ')[0]}' = '…'", step.Remedy, StringComparison.Ordinal);
        Assert.Empty(step.Candidates);
    }

    [Theory]
    [MemberData(nameof(Decided))]
    public void What_the_call_itself_settles_is_decided(string condition) =>
        Assert.Equal(ChainStepStatus.Failed, Decide(Trusting(condition)).Status);

    [Theory]
    [InlineData("203.0.113.7", ChainStepStatus.Passed)]
    [InlineData("198.51.100.7", ChainStepStatus.Failed)]
    [InlineData("", ChainStepStatus.Failed)]
    public void A_key_that_is_given_decides(string address, ChainStepStatus status)
    {
        var trust = Trusting("'Condition':{'IpAddress':{'aws:SourceIp':'203.0.113.0/24'}},");
        IReadOnlyList<string> values = address.Length == 0 ? [] : [address];
        var context = new Dictionary<string, IReadOnlyList<string>> { ["AWS:sourceip"] = values };
        Assert.Equal(status, Decide(trust, question => question with { Context = context }).Status);
    }

    [Fact]
    public void A_deny_that_may_apply_leaves_the_decision_open()
    {
        var step = Decide(
            [.. Trusting(""), "{'Sid':'Office','Effect':'Deny','Action':'*','Principal':'*','Condition':{'NotIpAddress':{'aws:SourceIp':'203.0.113.0/24'}}}"]);
        Assert.Equal((ChainStepStatus.Indeterminate, "ContextMissing"), (step.Status, step.FindingId));
        Wording.Names(step.Evidence, "trust, statement 1 (Office),", "on aws:SourceIp.");
    }

    [Fact]
    public void A_deny_of_something_else_leaves_no_doubt() => Assert.Equal(ChainStepStatus.Passed, Decide(
        [.. Trusting(""), "{'Effect':'Deny','Action':'sts:TagSession','Principal':'*','Condition':{'NotIpAddress':{'aws:SourceIp':'203.0.113.0/24'}}}"])
        .Status);

    [Fact]
    public void A_second_statement_that_allows_leaves_no_doubt() => Assert.Equal(
        ChainStepStatus.Passed,
        Decide([.. Trusting("'Condition':{'IpAddress':{'aws:SourceIp':'203.0.113.0/24'}},"), .. Trusting("")]).Status);

    [Theory]
    [InlineData("'Resource':'arn:aws:iam::222222222222:role/${aws:PrincipalTag/role}'", ChainStepStatus.Indeterminate)]
    [InlineData("'Resource':'arn:aws:iam::333333333333:role/${aws:PrincipalTag/role}'", ChainStepStatus.Failed)]
    [InlineData("'Resource':'arn:aws:iam::${aws:PrincipalAccount}:role/*'", ChainStepStatus.Failed)]
    [InlineData("'NotResource':'arn:aws:iam::222222222222:role/${aws:PrincipalTag/role}'", ChainStepStatus.Indeterminate)]
    [InlineData("'NotResource':'arn:aws:iam::333333333333:role/${aws:PrincipalTag/role}'", ChainStepStatus.Passed)]
    [InlineData("'Resource':'arn:aws:iam::222222222222:role/${sts:RoleSessionName}*'", ChainStepStatus.Failed)]
    public void A_variable_that_is_unknown_is_as_wide_as_it_can_be(string resource, ChainStepStatus status) =>
        Assert.Equal(status, Decide(Trusting(""), identity: $"{{'Effect':'Allow','Action':'sts:AssumeRole',{resource}}}").Status);

    [Theory]
    [InlineData(PolicyKind.Identity)]
    [InlineData(PolicyKind.Trust)]
    [InlineData(PolicyKind.PermissionsBoundary)]
    [InlineData(PolicyKind.ServiceControl)]
    [InlineData(PolicyKind.Session)]
    internal void A_policy_that_was_not_read_leaves_the_decision_open(PolicyKind kind)
    {
        var unread = new UnreadPolicy(kind, "aws_iam_policy.other", "its text is known after apply.");
        var step = Decide(Trusting(""), question => question with { Unread = [unread] });
        Assert.Equal((ChainStepStatus.Indeterminate, "PolicyUnread"), (step.Status, step.FindingId));
        Wording.Names(step.Evidence, unread.Name, unread.Why);
    }

    [Fact]
    public void A_denial_stands_whatever_was_not_read()
    {
        var unread = new UnreadPolicy(PolicyKind.Identity, "other", "why.");
        var step = Decide(
            ["{'Effect':'Deny','Action':'*','Principal':'*'}"], question => question with { Unread = [unread] });
        Assert.Equal(ChainStepStatus.Failed, step.Status);
    }

    [Fact]
    public void A_role_without_a_trust_policy_is_not_decided_by_the_callers_policies_alone()
    {
        var step = Decide(Trusting(""), question => question with { Policies = question.Policies with { Trust = null } });
        Assert.Equal((ChainStepStatus.Indeterminate, "PolicyUnread"), (step.Status, step.FindingId));
    }

    private static string[] Trusting(string condition) =>
        [$"{{'Effect':'Allow',{condition}'Action':'sts:AssumeRole','Principal':{{'AWS':'{Worker}'}}}}"];

    private static ChainStep Decide(
        string[] trust,
        Func<RoleQuestion, RoleQuestion>? change = null,
        string identity = "{'Effect':'Allow','Action':'sts:AssumeRole','Resource':'*'}")
    {
        // Some rows hold an operator that IAM does not know, so the parser's complaints are left alone.
        var trusting = PolicyParser.Parse($"{{'Version':'2012-10-17','Statement':[{string.Join(',', trust)}]}}".Replace('\'', '"'));
        var question = new RoleQuestion
        {
            Caller = AccessPrincipal.RoleSession("arn:aws:sts::111111111111:assumed-role/worker/i-1", "111111111111", Worker),
            Target = Sample.Request(),
            Policies = new PolicySet
            {
                Identity = [PolicyText.Policy("worker", identity)],
                Trust = new NamedPolicy("trust", trusting.Document!),
            },
        };
        return Assert.Single(new RoleDecision(TimeProvider.System).Decide(change is null ? question : change(question)));
    }
}
