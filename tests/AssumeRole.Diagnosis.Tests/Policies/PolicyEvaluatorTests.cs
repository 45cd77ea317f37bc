using AssumeRole.Policies;

namespace AssumeRole.Diagnosis.Tests.Policies;

public sealed class PolicyEvaluatorTests
{
    private const string Role = "arn:aws:iam::222222222222:role/target";
    private const string Near = "arn:aws:iam::222222222222:role/near";
    private const string NearSession = "arn:aws:sts::222222222222:assumed-role/near/s";
    private const string Far = "arn:aws:iam::111111111111:role/far";
    private const string FarSession = "arn:aws:sts::111111111111:assumed-role/far/s";
    private const string NearUser = "arn:aws:iam::222222222222:user/ann";
    private const string Allow = "{'Effect':'Allow','Action':'sts:AssumeRole','Resource':'*'}";
    private const string Deny = "{'Sid':'No','Effect':'Deny','Action':'sts:*','Resource':'*'}";
    private const string AllowOther = "{'Effect':'Allow','Action':'s3:GetObject','Resource':'*'}";

    private static readonly AccessPrincipal Neighbour = AccessPrincipal.RoleSession(NearSession, "222222222222", Near);
    private static readonly AccessPrincipal Stranger = AccessPrincipal.RoleSession(FarSession, "111111111111", Far);
    private static readonly AccessPrincipal Ann = AccessPrincipal.User(NearUser, "222222222222");

    [Theory]

    // IAM guide, "cross-account policy evaluation logic": both sides must allow.
    [InlineData("cross-account, both allow", "far", Far, "allow", "Allowed Identity")]
    [InlineData(
        "cross-account, account trusted and identity allows",
        "far",
        "arn:aws:iam::111111111111:root",
        "allow",
        "Allowed Identity")]
    [InlineData("cross-account, account id trusted", "far", "111111111111", "allow", "Allowed Identity")]
    [InlineData("cross-account, session trusted", "far", FarSession, "allow", "Allowed Identity")]
    [InlineData("cross-account, everyone trusted", "far", "*", "allow", "Allowed Identity")]
    [InlineData("cross-account, identity is silent", "far", Far, "none", "ImplicitDeny Identity")]
    [InlineData("cross-account, trust is silent", "far", Near, "allow", "ImplicitDeny Trust")]
    [InlineData("cross-account, another account trusted", "far", "arn:aws:iam::333333333333:root", "allow", "ImplicitDeny Trust")]

    // IAM guide, "AWS JSON policy elements: Principal": naming the account delegates, naming the principal grants.
    [InlineData(
        "same account, account trusted, identity is silent",
        "near",
        "arn:aws:iam::222222222222:root",
        "none",
        "ImplicitDeny Identity")]
    [InlineData(
        "same account, account trusted, identity allows",
        "near",
        "arn:aws:iam::222222222222:root",
        "allow",
        "Allowed Identity")]
    [InlineData("same account, role named", "near", Near, "none", "Allowed Trust")]
    [InlineData("same account, session named", "near", NearSession, "none", "Allowed Trust")]
    [InlineData("same account, another session named", "near", NearSession + "x", "allow", "ImplicitDeny Trust")]
    [InlineData("same account, user named", "ann", NearUser, "none", "Allowed Trust")]
    [InlineData("same account, trust is silent", "near", Far, "allow", "ImplicitDeny Trust")]
    [InlineData("no wildcards in a principal's ARN", "near", "arn:aws:iam::222222222222:role/*", "allow", "ImplicitDeny Trust")]

    // "Policy evaluation logic": an explicit deny wins.
    [InlineData("identity denies", "near", Near, "deny", "ExplicitDeny Identity No")]
    [InlineData("identity allows and denies", "far", Far, "allow+deny", "ExplicitDeny Identity No")]
    public void A_trust_policy_must_allow_and_who_else_depends_on_the_account(
        string rule, string caller, string trusted, string identity, string expected)
    {
        Assert.NotEmpty(rule);
        string[] statements = identity switch
        {
            "none" => [AllowOther],
            "allow" => [Allow],
            "deny" => [Deny],
            _ => [Allow, Deny],
        };
        var policies = new PolicySet
        {
            Identity = [PolicyText.Policy("own", statements)],
            Trust = PolicyText.Policy("trust", Trusting(trusted)),
        };
        Assert.Equal(expected, Describe(Decide(caller switch { "far" => Stranger, "near" => Neighbour, _ => Ann }, policies)));
    }

    [Theory]
    [InlineData("role named", Near, "boundary", "ImplicitDeny PermissionsBoundary")]
    [InlineData("role named", Near, "session", "ImplicitDeny Session")]
    [InlineData("session named", NearSession, "boundary", "Allowed Trust")]
    [InlineData("session named", NearSession, "session", "Allowed Trust")]
    [InlineData("account named", "222222222222", "boundary", "ImplicitDeny PermissionsBoundary")]
    [InlineData("account named", "222222222222", "session", "ImplicitDeny Session")]
    public void Boundary_and_session_policies_limit_a_role_but_not_a_session_named_as_such(
        string rule, string trusted, string limit, string expected)
    {
        Assert.NotEmpty(rule);
        var narrow = PolicyText.Policy("narrow", AllowOther);
        var policies = new PolicySet
        {
            Identity = [PolicyText.Policy("own", Allow)],
            Trust = PolicyText.Policy("trust", Trusting(trusted)),
            PermissionsBoundary = limit == "boundary" ? narrow : null,
            Session = limit == "session" ? [narrow] : [],
        };
        Assert.Equal(expected, Describe(Decide(Neighbour, policies)));
    }

    [Fact]
    public void One_of_several_session_policies_is_enough()
    {
        var policies = new PolicySet
        {
            Identity = [PolicyText.Policy("own", Allow)],
            Trust = PolicyText.Policy("trust", Trusting(Far)),
            Session = [PolicyText.Policy("narrow", AllowOther), PolicyText.Policy("wide", Allow)],
        };
        Assert.True(Decide(Stranger, policies).IsAllowed);
    }

    [Theory]
    [InlineData("boundary", "ExplicitDeny PermissionsBoundary No")]
    [InlineData("session", "ExplicitDeny Session No")]
    [InlineData("trust", "ExplicitDeny Trust No")]
    public void A_deny_in_any_policy_wins(string where, string expected)
    {
        var denying = PolicyText.Policy("denying", Deny);
        var trusting = PolicyText.Policy(
            "trust",
            Trusting(NearSession),
            "{'Sid':'No','Effect':'Deny','Action':'sts:AssumeRole','Principal':{'AWS':'222222222222'}}");
        var policies = new PolicySet
        {
            Identity = [PolicyText.Policy("own", Allow)],
            Trust = where == "trust" ? trusting : PolicyText.Policy("trust", Trusting(NearSession)),
            PermissionsBoundary = where == "boundary" ? denying : null,
            Session = where == "session" ? [denying] : [],
        };
        Assert.Equal(expected, Describe(Decide(Neighbour, policies)));
    }

    [Fact]
    public void NotPrincipal_in_a_deny_spares_whom_it_names()
    {
        var trust = PolicyText.Policy(
            "trust",
            Trusting("*"),
            $"{{'Sid':'No','Effect':'Deny','Action':'sts:AssumeRole','NotPrincipal':{{'AWS':'{Near}'}}}}");
        var policies = new PolicySet { Identity = [PolicyText.Policy("own", Allow)], Trust = trust };
        Assert.Equal("Allowed Trust", Describe(Decide(Neighbour, policies)));
        Assert.Equal("ExplicitDeny Trust No", Describe(Decide(Stranger, policies)));
    }

    [Fact]
    public void Services_and_providers_need_only_the_trust_policy()
    {
        var policies = new PolicySet
        {
            Trust = PolicyText.Policy(
                "trust",
                "{'Effect':'Allow','Action':'sts:AssumeRole',"
                + "'Principal':{'Service':'ec2.amazonaws.com','Federated':'arn:aws:iam::1:oidc-provider/x'}}"),
        };
        Assert.True(Decide(AccessPrincipal.Service("ec2.amazonaws.com"), policies).IsAllowed);
        Assert.True(Decide(AccessPrincipal.Federated("arn:aws:iam::1:oidc-provider/x"), policies).IsAllowed);
        Assert.False(Decide(AccessPrincipal.Service("lambda.amazonaws.com"), policies).IsAllowed);
        Assert.False(Decide(AccessPrincipal.Service("arn:aws:iam::1:oidc-provider/x"), policies).IsAllowed);
    }

    [Theory]
    [InlineData("'Resource'", "arn:aws:iam::*:role/target", true)]
    [InlineData("'Resource'", "arn:aws:iam::*:role/*", true)]
    [InlineData("'Resource'", "arn:aws:iam::22222222222?:role/target", true)]
    [InlineData("'Resource'", "arn:aws:iam::222222222222:role/Target", false)]
    [InlineData("'Resource'", "arn:aws:iam::222222222222:role/targe", false)]
    [InlineData("'NotResource'", "arn:aws:iam::222222222222:role/target", false)]
    [InlineData("'NotResource'", "arn:aws:iam::222222222222:role/other", true)]
    [InlineData("'Resource'", "arn:aws:iam::222222222222:role/${aws:PrincipalTag/target}", true)]
    [InlineData("'Resource'", "arn:aws:iam::222222222222:role/${aws:PrincipalTag/absent}", false)]
    [InlineData("'Resource'", "arn:aws:iam::222222222222:role/${aws:PrincipalTag/absent, 'target'}", true)]
    [InlineData("'Resource'", "arn:aws:iam::222222222222:role/${aws:PrincipalTag/star}", false)]
    [InlineData("'Resource'", "arn:aws:iam::222222222222:role/${*}", false)]
    [InlineData("'Resource'", "arn:aws:iam::222222222222:role/${unclosed", false)]
    public void Resources_have_wildcards_and_variables_and_mind_the_case(string element, string resource, bool allowed)
    {
        var escaped = resource.Replace("'", "\\u0027", StringComparison.Ordinal);
        var own = PolicyText.Policy("own", $"{{'Effect':'Allow','Action':'sts:AssumeRole',{element}:'{escaped}'}}");
        var policies = new PolicySet { Identity = [own], Trust = PolicyText.Policy("trust", Trusting(Far)) };
        var context = RequestContext.Empty.With("aws:PrincipalTag/target", "target").With("aws:principaltag/STAR", "*");
        Assert.Equal(allowed, Decide(Stranger, policies, context).IsAllowed);
    }

    [Fact]
    public void The_first_version_of_the_language_has_no_variables()
    {
        const string old = "{'Statement':{'Effect':'Allow','Action':'*','Resource':'arn:aws:iam::222222222222:role/${k}'}}";
        var own = new NamedPolicy("own", PolicyText.Parse(old));
        var policies = new PolicySet { Identity = [own], Trust = PolicyText.Policy("trust", Trusting(Far)) };
        Assert.False(Decide(Stranger, policies, RequestContext.Empty.With("k", "target")).IsAllowed);
    }

    [Theory]
    [InlineData("'Action':'STS:assumerole'", true)]
    [InlineData("'Action':'sts:Assume*'", true)]
    [InlineData("'Action':['s3:*','*']", true)]
    [InlineData("'Action':'sts:AssumeRol'", false)]
    [InlineData("'NotAction':'iam:*'", true)]
    [InlineData("'NotAction':['iam:*','sts:*']", false)]
    public void Actions_have_wildcards_and_do_not_mind_the_case(string element, bool allowed)
    {
        var own = PolicyText.Policy("own", $"{{'Effect':'Allow',{element},'Resource':'*'}}");
        var policies = new PolicySet { Identity = [own], Trust = PolicyText.Policy("trust", Trusting(Far)) };
        Assert.Equal(allowed, Decide(Stranger, policies).IsAllowed);
    }

    [Theory]
    [InlineData(true, false, "Allowed Resource")]
    [InlineData(false, true, "Allowed Identity")]
    [InlineData(false, false, "ImplicitDeny Identity")]
    public void Of_another_resource_either_policy_is_enough_within_the_account(bool byResource, bool byIdentity, string expected)
    {
        var policies = new PolicySet
        {
            Identity = [PolicyText.Policy("own", byIdentity ? Allow : AllowOther)],
            Resource = byResource
                ? PolicyText.Policy("bucket", $"{{'Effect':'Allow','Action':'*','Resource':'*','Principal':{{'AWS':'{Near}'}}}}")
                : null,
        };
        Assert.Equal(expected, Describe(Decide(Neighbour, policies)));
    }

    [Fact]
    public void A_decision_names_policy_and_statement()
    {
        var policies = new PolicySet
        {
            Identity = [PolicyText.Policy("first", AllowOther), PolicyText.Policy("second", AllowOther, Allow)],
            Trust = PolicyText.Policy("trust", Trusting(Far)),
        };
        var decision = Decide(Stranger, policies);
        Assert.Equal(("second", 1), (decision.PolicyName, decision.Statement!.Index));
    }

    internal static string Trusting(string principal) =>
        $"{{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{{'AWS':'{principal}'}}}}";

    private static PolicyDecision Decide(AccessPrincipal principal, PolicySet policies, RequestContext? context = null) =>
        PolicyEvaluator.Evaluate(
            new AccessRequest(principal, "sts:AssumeRole", Role, "222222222222", context ?? RequestContext.Empty), policies);

    private static string Describe(PolicyDecision decision) =>
        $"{decision.Outcome} {decision.Kind} {decision.Statement?.Sid}".TrimEnd();
}
