using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Diagnosis.Tests.Policies;
using AssumeRole.Policies;
using FsCheck;
using FsCheck.Fluent;

namespace AssumeRole.Diagnosis.Tests.Checks;

/// <summary>Whatever the unknown keys turn out to be, a decision that was given holds.</summary>
public sealed class RoleDecisionPropertyTests
{
    private const string Worker = "arn:aws:iam::111111111111:role/worker";

    private static readonly string?[] Addresses = [null, "203.0.113.7", "198.51.100.7"];
    private static readonly string?[] Organisations = [null, "o-1", "o-2"];

    private static Gen<string> Statement(string principal)
    {
        var resources = principal.Length > 0
            ? Gen.Constant("")
            : Gen.Elements(
                ",'Resource':'*'", ",'Resource':'arn:aws:iam::*:role/${aws:PrincipalTag/role}'",
                ",'NotResource':'arn:aws:iam::222222222222:role/${aws:PrincipalTag/role}'", ",'Resource':'" + Sample.Role + "'");
        var condition = Gen.Elements(
            "",
            ",'Condition':{'IpAddress':{'aws:SourceIp':'203.0.113.0/24'}}",
            ",'Condition':{'NotIpAddress':{'aws:SourceIp':'203.0.113.0/24'}}",
            ",'Condition':{'IpAddressIfExists':{'aws:SourceIp':'203.0.113.0/24'}}",
            ",'Condition':{'Null':{'aws:PrincipalOrgID':'true'}}",
            ",'Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-1'}}",
            ",'Condition':{'StringEquals':{'sts:ExternalId':'x'}}",
            ",'Condition':{'ForAllValues:StringEquals':{'aws:PrincipalOrgID':'o-1'},'Null':{'aws:SourceIp':'false'}}",
            ",'Condition':{'StringEquals':{'aws:PrincipalOrgID':'${aws:PrincipalTag/role}'}}");
        return
            from effect in Gen.Elements("Allow", "Allow", "Allow", "Deny")
            from action in Gen.Elements("'Action':'sts:AssumeRole'", "'Action':'sts:*'", "'NotAction':'sts:TagSession'")
            from resource in resources
            from which in condition
            select $"{{'Effect':'{effect}',{action}{resource}{which}{principal}}}";
    }

    [Fact]
    public void What_is_decided_without_the_unknown_keys_is_decided_the_same_with_any_of_their_values()
    {
        var pairs =
            from identity in Statement("").NonEmptyListOf()
            from trust in Statement($",'Principal':{{'AWS':'{Worker}'}}").NonEmptyListOf()
            select (Identity: identity.Take(3).ToArray(), Trust: trust.Take(3).ToArray());
        var (decided, all) = (0, 0);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(pairs.ToArbitrary(), pair =>
        {
            var question = Question(pair.Identity, pair.Trust);
            var status = Status(question);
            all++;
            if (status == ChainStepStatus.Indeterminate) return;
            decided++;
            foreach (var address in Addresses)
            {
                foreach (var organisation in Organisations)
                {
                    foreach (var role in new[] { null, "deploy", "o-1" })
                        Assert.Equal(status, Status(question with { Context = Context(address, organisation, role) }));
                }
            }
        }));
        Assert.InRange(decided, all / 10, all * 9 / 10);
    }

    private static Dictionary<string, IReadOnlyList<string>> Context(string? address, string? organisation, string? role) => new()
    {
        ["aws:SourceIp"] = address is null ? [] : [address],
        ["aws:PrincipalOrgID"] = organisation is null ? [] : [organisation],
        ["aws:PrincipalTag/role"] = role is null ? [] : [role],
    };

    private static ChainStepStatus Status(RoleQuestion question) =>
        Assert.Single(new RoleDecision(TimeProvider.System).Decide(question)).Status;

    private static RoleQuestion Question(string[] identity, string[] trust) => new()
    {
        Caller = AccessPrincipal.RoleSession("arn:aws:sts::111111111111:assumed-role/worker/i-1", "111111111111", Worker),
        Target = Sample.Request(),
        Policies = new PolicySet
        {
            Identity = [PolicyText.Policy("identity", identity)],
            Trust = PolicyText.Policy("trust", trust),
        },
    };
}
