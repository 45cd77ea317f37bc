using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Diagnosis.Tests.Policies;
using AssumeRole.Policies;
using AssumeRole.Roles;

namespace AssumeRole.Diagnosis.Tests.Checks;

/// <summary>A question leaves keys, the caller's path or the caller open; a verdict that is certain holds in every world that it may be asked
/// in. Worlds are sampled.</summary>
public sealed class SampledWorldTests
{
    private const int Questions = 10_000;
    private const int Worlds = 12;
    private const string Own = "222222222222";
    private const string Foreign = "111111111111";
    private const string Other = "333333333333";

    private static readonly string[] Paths = ["", "ci/", "ci/prod/", "x/"];
    private static readonly string[] Names = ["worker", "web"];
    private static readonly Dictionary<string, string?[]> Unknown = new()
    {
        ["aws:SourceIp"] = [null, "203.0.113.7", "198.51.100.7"],
        ["aws:PrincipalOrgID"] = [null, "o-1", "o-2"],
        ["aws:PrincipalTag/role"] = [null, "deploy", "o-1", "target", "*"],
        ["aws:userid"] = [null, "AROAEXAMPLE:i-1"],
    };

    [Fact]
    public void No_certain_verdict_is_contradicted_by_a_sampled_world()
    {
        var random = new Random(20261127);
        Dictionary<ChainStepStatus, int> counts = [];
        for (var number = 0; number < Questions; number++)
        {
            var question = CreateQuestion(random);
            var status = Decide(question);
            counts[status] = counts.GetValueOrDefault(status) + 1;
            if (status == ChainStepStatus.Indeterminate) continue;
            for (var world = 0; world < Worlds; world++)
            {
                var certain = Sample(random, question);
                var seen = Decide(certain);
                Assert.True(seen == status,
                    $"Question {number}: {status}, but {seen} for {certain.Caller} with {Describe(certain)}: {Describe(question)}");
            }
        }

        // Each verdict is common, so that the test tests something.
        Assert.All(
            [ChainStepStatus.Passed, ChainStepStatus.Failed, ChainStepStatus.Indeterminate],
            status => Assert.InRange(counts.GetValueOrDefault(status), Questions / 20, Questions * 9 / 10));
    }

    private static RoleQuestion CreateQuestion(Random random)
    {
        var caller = random.Next(4) switch
        {
            0 => Session(Foreign, "", "worker") with { Doubt = PrincipalDoubt.Path },
            1 => Session(Own, "", "worker") with { Doubt = PrincipalDoubt.Path },
            2 => OfflineCaller.ForAccount("aws", Pick<string?>(random, null, Own, Foreign)).Principal,
            _ => Session(Pick(random, Own, Foreign), "ci/", "worker"),
        };
        NamedPolicy? Some(string name, Func<Random, string> statement, int chance) =>
            random.Next(chance) == 0 ? Policy(random, name, statement) : null;
        return new RoleQuestion
        {
            Caller = caller,
            Target = CreateCall(random),
            Policies = new PolicySet
            {
                Identity = [Policy(random, "identity", Statement), .. Some("second", Statement, 3) is { } second ? new[] { second } : []],
                Trust = Policy(random, "trust", Trusting),
                PermissionsBoundary = Some("boundary", Statement, 5),
                Session = Some("session", Statement, 6) is { } session ? [session] : [],
                ServiceControl = random.Next(6) == 0 ? [[Policy(random, "root", Statement)], [Policy(random, "account", Statement)]] : [],
                ResourceControl = Some("rcp", Trusting, 6) is { } limit ? [limit] : [],
            },
        };
    }

    private static RoleQuestion Sample(Random random, RoleQuestion question)
    {
        var caller = question.Caller;
        if (caller.Doubt == PrincipalDoubt.Path) caller = Session(caller.Account!, Pick(random, Paths), "worker");
        if (caller.Doubt == PrincipalDoubt.Name)
            caller = Session(caller.Account ?? Pick(random, Foreign, Other), Pick(random, Paths), Pick(random, Names));
        return question with
        {
            Caller = caller,
            Context = Unknown.ToDictionary(
                pair => pair.Key, IReadOnlyList<string> (pair) => Pick(random, pair.Value) is { } value ? [value] : []),
        };
    }

    private static RoleRequest CreateCall(Random random) =>
        random.Next(4) == 0 ? Testing.Sample.Request() with { ExternalId = "x" } : Testing.Sample.Request();

    private static string Statement(Random random)
    {
        var resource = Pick(
            random, "'Resource':'*'", "'Resource':'*'", "'Resource':'arn:aws:iam::*:role/${aws:PrincipalTag/role}'",
            "'NotResource':'arn:aws:iam::222222222222:role/${aws:PrincipalTag/role}'", $"'Resource':'{Testing.Sample.Role}'",
            "'Resource':'arn:aws:iam'", "'Resource':'arn:*:role/x'", "'Resource':'${aws:PrincipalArn}'");
        return $"{{{Effect(random)},{Action(random)},{resource}{Condition(random)}}}";
    }

    private static string Trusting(Random random)
    {
        var account = Pick(random, Own, Foreign, Other);
        var principal = Pick(
            random, account, $"arn:aws:iam::{account}:root", Role(account, Pick(random, Paths), Pick(random, Names)),
            Role(account, Pick(random, Paths), "worker"), "*", $"arn:aws:sts::{account}:assumed-role/worker/i-1",
            $"arn:aws:iam::{account}:user/ann");
        var element = random.Next(6) == 0 ? "NotPrincipal" : "Principal";
        return $"{{{Effect(random)},{Action(random)},'{element}':{{'AWS':['{principal}','{Role(Foreign, "", "web")}']}}{Condition(random)}}}";
    }

    private static string Effect(Random random) => random.Next(4) == 0 ? "'Effect':'Deny'" : "'Effect':'Allow'";

    private static string Action(Random random) =>
        Pick(random, "'Action':'sts:AssumeRole'", "'Action':'sts:*'", "'Action':'*'", "'NotAction':'sts:TagSession'",
            "'Action':'sts:TagSession'");

    private static string Condition(Random random)
    {
        if (random.Next(2) == 0) return "";
        var name = Pick(random, "ArnLike", "ArnNotLike", "StringLike", "StringNotLike", "ArnEquals", "StringEqualsIgnoreCase",
            "StringNotEquals");
        var pattern = $"arn:aws:iam::{Pick(random, Own, Foreign, "*")}:role/{Pick(random, "*", "", "ci/", "ci/*", "*/prod/", "?i/", "*i/??*")}"
            + Pick(random, "worker", "w*", "*", "web", "W*", "${aws:PrincipalTag/role}");
        var own = $"'{name}':{{'aws:PrincipalArn':['{pattern}'{(random.Next(3) == 0 ? ",'arn:aws:iam::*:role/ci/prod/*'" : "")}]}}";
        var which = Pick(
            random,
            own,
            own,
            $"{own},'ArnLikeIfExists':{{'aws:PrincipalArn':'arn:aws:iam::*:role/*/{Pick(random, "w*", "prod/*")}'}}",
            "'IpAddress':{'aws:SourceIp':'203.0.113.0/24'}",
            "'NotIpAddress':{'aws:SourceIp':'203.0.113.0/24'}",
            "'IpAddressIfExists':{'aws:SourceIp':'203.0.113.0/24'}",
            "'Null':{'aws:PrincipalOrgID':'true'}",
            "'ForAnyValue:Null':{'aws:PrincipalOrgID':'true'}",
            "'StringEquals':{'aws:PrincipalOrgID':'o-1'}",
            "'StringEquals':{'sts:ExternalId':'x'}",
            "'StringEquals':{'sts:DurationSeconds':'x'}",
            "'ForAllValues:StringEquals':{'aws:PrincipalOrgID':'o-1'},'Null':{'aws:SourceIp':'false'}",
            "'StringEquals':{'aws:PrincipalOrgID':'${aws:PrincipalTag/role}'}",
            "'StringLike':{'aws:userid':'*:i-1'}",
            $"'StringEquals':{{'aws:PrincipalAccount':'{Pick(random, Own, Foreign)}'}}");
        return $",'Condition':{{{which}}}";
    }

    private static NamedPolicy Policy(Random random, string name, Func<Random, string> statement) =>
        PolicyText.Policy(name, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => statement(random))]);

    private static AccessPrincipal Session(string account, string path, string name) =>
        AccessPrincipal.RoleSession($"arn:aws:sts::{account}:assumed-role/{name}/i-1", account, Role(account, path, name));

    private static string Role(string account, string path, string name) => $"arn:aws:iam::{account}:role/{path}{name}";

    private static T Pick<T>(Random random, params T[] items) => items[random.Next(items.Length)];

    private static ChainStepStatus Decide(RoleQuestion question) =>
        Assert.Single(new RoleDecision(TimeProvider.System).Decide(question)).Status;

    private static string Describe(RoleQuestion question) => string.Join(
        "; ",
        question.Context.Select(pair => $"{pair.Key}={string.Join(',', pair.Value)}").Concat(question.Policies.All().SelectMany(
            item => item.Policy.Document.Statements.Select(statement => $"{item.Policy.Name}: {statement.Effect} "
                + $"{string.Join(',', statement.Resources?.Values ?? [])} {string.Join(',', statement.Principals?.Values.Select(one => one.Value) ?? [])} "
                + string.Join(',', statement.Conditions.Select(one => $"{one.OperatorName} {one.Key} {string.Join('|', one.Values)}"))))));
}
