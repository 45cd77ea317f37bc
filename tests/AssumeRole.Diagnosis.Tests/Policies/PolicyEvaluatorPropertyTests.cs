using System.Globalization;
using AssumeRole.Policies;
using FsCheck;
using FsCheck.Fluent;

namespace AssumeRole.Diagnosis.Tests.Policies;

public sealed class PolicyEvaluatorPropertyTests
{
    private const int Kinds = 7;
    private const string Allow = "{'Effect':'Allow','Action':'*','Resource':'*'}";
    private const string Deny = "{'Effect':'Deny','Action':'*','Resource':'*'}";

    private static readonly AccessRequest Request = new(
        AccessPrincipal.RoleSession("arn:aws:sts::1:assumed-role/r/s", "111111111111", "arn:aws:iam::111111111111:role/r"),
        "sts:AssumeRole",
        "arn:aws:iam::222222222222:role/t",
        "222222222222",
        RequestContext.Empty.With("k", "v"));

    private static Arbitrary<List<string>> Statements
    {
        get
        {
            var statement =
                from effect in Gen.Elements("Allow", "Allow", "Deny")
                from action in Gen.Elements("'Action':'sts:*'", "'Action':'s3:*'", "'NotAction':'sts:TagSession'")
                from resource in Gen.Elements(
                    "'Resource':'*'", "'Resource':'arn:aws:iam::*:role/t'", "'NotResource':'arn:aws:iam::*:role/t'")
                from condition in Gen.Elements(
                    "", ",'Condition':{'StringEquals':{'k':'v'}}", ",'Condition':{'Null':{'k':'true'}}")
                select $"{{'Effect':'{effect}',{action},{resource}{condition}}}";
            return statement.NonEmptyListOf().Select(list => list.ToList()).ToArbitrary();
        }
    }

    /// <summary>Statements for every kind of policy at once.</summary>
    private static Arbitrary<List<string>[]> Sets =>
        Statements.Generator.Select(list => list.Take(3).ToList()).ArrayOf(Kinds).ToArbitrary();

    /// <summary>The same without a deny, so that allowed requests are not rare.</summary>
    private static Arbitrary<List<string>[]> Grants => Sets.Generator
        .Select(sets => sets.Select(set => set.Select(AsAllow).ToList()).ToArray())
        .ToArbitrary();

    private static string AsAllow(string statement) => statement.Replace("'Deny'", "'Allow'", StringComparison.Ordinal);

    [Fact]
    public void A_deny_always_wins() => Holds(Statements, statements =>
        Decide([.. statements, "{'Effect':'Deny','Action':'*','Resource':'*'}"]).Outcome == PolicyOutcome.ExplicitDeny);

    [Fact]
    public void A_further_allow_never_takes_away() => Holds(Statements, statements =>
        !Decide(statements).IsAllowed || Decide([.. statements, "{'Effect':'Allow','Action':'*','Resource':'*'}"]).IsAllowed);

    [Fact]
    public void The_order_of_statements_does_not_matter() => Holds(Statements, statements =>
        Decide(statements).Outcome == Decide([.. Enumerable.Reverse(statements)]).Outcome);

    [Fact]
    public void A_deny_in_any_kind_of_policy_wins() => Holds(Sets, sets => Enumerable.Range(0, sets.Length).All(kind =>
        Decide([.. sets.Select((set, index) => index == kind ? [.. set, Deny] : set)]).Outcome == PolicyOutcome.ExplicitDeny));

    [Fact]
    public void A_further_allow_in_any_kind_of_policy_never_takes_away() => Holds(Grants, sets =>
        Enumerable.Range(0, sets.Length).All(kind =>
        {
            // The other kinds allow, or hardly any request would be allowed to begin with.
            List<string>[] before = [.. sets.Select((set, index) => index == kind ? set : [.. set, Allow])];
            return !Decide(before).IsAllowed || Decide([.. before.Select(set => set.Append(Allow).ToList())]).IsAllowed;
        }));

    [Fact]
    public void The_order_of_statements_matters_in_no_kind_of_policy() => Holds(Sets, sets =>
        Decide(sets).Outcome == Decide([.. sets.Select(set => Enumerable.Reverse(set).ToList())]).Outcome);

    [Fact]
    public void Statements_decide_alike_in_one_policy_and_in_many() => Holds(Statements, statements =>
    {
        var many = statements.Select(statement => PolicyText.Policy("one", statement)).ToList();
        return Decide(statements).Outcome == Evaluate(many).Outcome;
    });

    [Fact]
    public void A_pattern_without_wildcards_matches_itself_alone_and_a_star_matches_everything()
    {
        var texts = Gen.Elements('a', 'b', ':', '/').ListOf().Select(list => string.Concat(list)).ToArbitrary();
        Check.QuickThrowOnFailure(Prop.ForAll(texts, texts, (left, right) =>
            WildcardPattern.Parse(left).IsMatch(right, false) == (left == right)
            && WildcardPattern.Parse("*").IsMatch(left, false)
            && WildcardPattern.Parse(left + "*").IsMatch(left + right, false)
            && WildcardPattern.Parse($"*{left}*").IsMatch(right + left + right, false)));
    }

    [Fact]
    public void A_pattern_of_many_stars_takes_no_exponential_time()
    {
        var pattern = WildcardPattern.Parse(string.Concat(Enumerable.Repeat("*a", 200)) + "b");
        Assert.False(pattern.IsMatch(new string('a', 2000), ignoreCase: false));
    }

    [Fact]
    public void An_address_is_in_the_range_of_its_own_prefix()
    {
        var addresses = Gen.Choose(0, 255).ArrayOf(4).Select(parts => string.Join('.', parts)).ToArbitrary();
        var prefixes = Gen.Choose(0, 32).ToArbitrary();
        Check.QuickThrowOnFailure(Prop.ForAll(addresses, prefixes, (address, prefix) =>
            IpAddressRange.Contains(string.Create(CultureInfo.InvariantCulture, $"{address}/{prefix}"), address)));
    }

    private static void Holds<T>(Arbitrary<T> arbitrary, Func<T, bool> property) =>
        Check.QuickThrowOnFailure(Prop.ForAll(arbitrary, property));

    private static PolicyDecision Decide(List<string>[] sets)
    {
        NamedPolicy Policy(int kind) => PolicyText.Policy("policy", [.. sets[kind]]);
        NamedPolicy Naming(int kind) =>
            PolicyText.Policy("policy", [.. sets[kind].Select(text => $"{{'Principal':'*',{text[1..]}")]);
        return PolicyEvaluator.Evaluate(Request, new PolicySet
        {
            Identity = [Policy(0)],
            PermissionsBoundary = Policy(1),
            Session = [Policy(2)],
            ServiceControl = [[Policy(3)]],
            ResourceControl = [Naming(4)],
            VpcEndpoint = Naming(5),
            Trust = Naming(6),
        });
    }

    private static PolicyDecision Decide(IEnumerable<string> statements) => Evaluate([PolicyText.Policy("own", [.. statements])]);

    private static PolicyDecision Evaluate(IReadOnlyList<NamedPolicy> identity)
    {
        var trust = PolicyText.Policy("trust", PolicyEvaluatorTests.Trusting("111111111111"));
        return PolicyEvaluator.Evaluate(Request, new PolicySet { Identity = identity, Trust = trust });
    }
}
