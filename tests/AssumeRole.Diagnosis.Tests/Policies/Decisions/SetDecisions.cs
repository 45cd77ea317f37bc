using static AssumeRole.Diagnosis.Tests.Policies.Decisions.Decision;

namespace AssumeRole.Diagnosis.Tests.Policies.Decisions;

/// <summary>"Single-valued vs. multivalued context keys" and "Set operators": ForAllValues and ForAnyValue.</summary>
internal static class SetDecisions
{
    private const string AllOf = "'ForAllValues:StringEquals':{'k':['a','b']}";
    private const string AnyOf = "'ForAnyValue:StringEquals':{'k':['a','b']}";
    private const string AllNot = "'ForAllValues:StringNotEquals':{'k':['a','b']}";
    private const string AnyNot = "'ForAnyValue:StringNotEquals':{'k':['a','b']}";

    public static IEnumerable<Decision> Rows =>
    [
        When(true, "ForAllValues holds if every value of the request is one of the policy's", AllOf, "k=a", "k=b"),
        When(true, "the request need not have all of the policy's", AllOf, "k=a"),
        When(false, "ForAllValues fails if one value is another", AllOf, "k=a", "k=c"),
        When(true, "ForAllValues holds if the key is missing", AllOf),
        When(true, "ForAllValues holds if the set is empty", AllOf, "k="),
        When(false, "Null beside ForAllValues keeps the missing key out", AllOf + ",'Null':{'k':'false'}"),
        When(false, "Null beside ForAllValues keeps the empty set out", AllOf + ",'Null':{'k':'false'}", "k="),
        When(true, "Null beside ForAllValues lets the rest in", AllOf + ",'Null':{'k':'false'}", "k=a"),

        When(true, "ForAnyValue holds if one value of the request is one of the policy's", AnyOf, "k=c", "k=a"),
        When(false, "ForAnyValue fails if none is", AnyOf, "k=c", "k=d"),
        When(false, "ForAnyValue fails if the key is missing", AnyOf),
        When(false, "ForAnyValue fails if the set is empty", AnyOf, "k="),
        When(true, "ForAnyValue with IfExists holds if the key is missing", "'ForAnyValue:StringEqualsIfExists':{'k':['a','b']}"),
        When(
            true,
            "ForAllValues with IfExists holds if the key is missing",
            "'ForAllValues:StringEqualsIfExists':{'k':['a','b']}"),
        When(
            false,
            "ForAllValues with IfExists looks at a key that is there",
            "'ForAllValues:StringEqualsIfExists':{'k':['a','b']}",
            "k=c"),

        When(true, "ForAllValues negated holds if no value is one of the policy's", AllNot, "k=c", "k=d"),
        When(false, "ForAllValues negated fails if one is", AllNot, "k=a", "k=c"),
        When(true, "ForAllValues negated holds if the key is missing", AllNot),
        When(true, "ForAnyValue negated holds if one value is none of the policy's", AnyNot, "k=a", "k=c"),
        When(false, "ForAnyValue negated fails if all are", AnyNot, "k=a", "k=b"),
        When(false, "ForAnyValue negated fails if the key is missing", AnyNot),

        When(true, "ForAllValues works with wildcards", "'ForAllValues:StringLike':{'k':'cost-*'}", "k=cost-a", "k=cost-b"),
        When(false, "and wants every value to fit", "'ForAllValues:StringLike':{'k':'cost-*'}", "k=cost-a", "k=team"),
        When(true, "ForAnyValue works with wildcards", "'ForAnyValue:StringLike':{'k':'o-mine/*'}", "k=o-mine/r/ou/", "k=x"),
        When(
            true,
            "ForAnyValue works with ARNs",
            "'ForAnyValue:ArnLike':{'k':'arn:aws:iam::*:role/a'}",
            "k=arn:aws:iam::1:role/a"),
        When(true, "ForAllValues works with numbers", "'ForAllValues:NumericLessThan':{'k':'10'}", "k=1", "k=9"),
        When(false, "and minds each of them", "'ForAllValues:NumericLessThan':{'k':'10'}", "k=1", "k=10"),
        When(true, "ForAnyValue works with Booleans", "'ForAnyValue:Bool':{'k':'true'}", "k=false", "k=true"),
        When(
            true,
            "ForAllValues works with addresses",
            "'ForAllValues:IpAddress':{'k':'10.0.0.0/8'}",
            "k=10.0.0.1",
            "k=10.9.9.9"),
        When(false, "a key with several values needs a set operator", "'StringEquals':{'k':['a','b']}", "k=a", "k=b"),
        When(false, "a negated operator needs one too", "'StringNotEquals':{'k':'c'}", "k=a", "k=b"),
        When(false, "IfExists is no set operator", "'StringEqualsIfExists':{'k':['a','b']}", "k=a", "k=b"),
        When(false, "aws:TagKeys needs one even with one value", "'StringEquals':{'aws:TagKeys':'team'}", "aws:tagkeys=team"),
        When(false, "and a negated operator on it", "'StringNotEquals':{'aws:TagKeys':'other'}", "aws:TagKeys=team"),
        When(true, "a negated operator holds where a multivalued key is missing", "'StringNotEquals':{'aws:TagKeys':'other'}"),
        When(true, "Null needs none on a multivalued key", "'Null':{'aws:TagKeys':'false'}", "aws:TagKeys=team"),
        When(true, "ForAllValues:Null holds where the key is there", "'ForAllValues:Null':{'k':'true'}", "k=a"),
        When(true, "ForAllValues:Null holds where the key is missing", "'ForAllValues:Null':{'k':'false'}"),
        When(false, "ForAnyValue:Null fails where the key is there", "'ForAnyValue:Null':{'k':'false'}", "k=a"),
        When(false, "ForAnyValue:Null fails where the key is missing", "'ForAnyValue:Null':{'k':'true'}"),
        new("a deny of ForAnyValue catches the one forbidden tag", "ExplicitDeny Identity")
        {
            Identity =
            [
                Allow,
                "{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'ForAnyValue:StringEquals':{'aws:TagKeys':'secret'}}}",
            ],
            Context = ["aws:TagKeys=team", "aws:TagKeys=secret"],
        },
        new("a deny of ForAllValues catches a request without tags", "ExplicitDeny Identity")
        {
            Identity =
            [
                Allow,
                "{'Effect':'Deny','Action':'*','Resource':'*',"
                + "'Condition':{'ForAllValues:StringEquals':{'aws:TagKeys':'secret'}}}",
            ],
        },
    ];
}
