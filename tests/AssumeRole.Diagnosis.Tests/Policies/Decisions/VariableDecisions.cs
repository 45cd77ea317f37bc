using static AssumeRole.Diagnosis.Tests.Policies.Decisions.Decision;

namespace AssumeRole.Diagnosis.Tests.Policies.Decisions;

/// <summary>"IAM policy elements: Variables and tags".</summary>
internal static class VariableDecisions
{
    private const string Role = "'Action':'*','Resource':'arn:aws:iam::222222222222:role/";

    public static IEnumerable<Decision> Rows =>
    [
        With(
            true,
            "a variable in a resource stands for the key's value",
            Role + "${aws:PrincipalTag/team}'",
            "aws:PrincipalTag/team=target"),
        With(false, "another value is another resource", Role + "${aws:PrincipalTag/team}'", "aws:PrincipalTag/team=other"),
        With(true, "names of variables do not mind the case", Role + "${AWS:principaltag/TEAM}'", "aws:PrincipalTag/team=target"),
        With(false, "values of variables do", Role + "${aws:PrincipalTag/team}'", "aws:PrincipalTag/team=Target"),
        With(true, "a variable may stand beside text", Role + "t${k}t'", "k=arge"),
        With(true, "two variables may stand together", Role + "${a}${b}'", "a=tar", "b=get"),
        With(true, "a variable may stand beside a wildcard", Role + "${k}*'", "k=tar"),
        With(false, "a variable without a value matches nothing", Role + "${k}'"),
        With(false, "not even beside a wildcard", Role + "*${k}'"),
        With(true, "a default stands for a missing key", Role + "${k, \\u0027target\\u0027}'"),
        With(false, "a default does not outrank the key", Role + "${k, \\u0027target\\u0027}'", "k=other"),
        With(true, "blanks before the default do not matter", Role + "${k,\\u0027target\\u0027}'"),
        With(false, "a default without quotes is none", Role + "${k, target}'"),
        With(false, "a wildcard in a value is plain text", Role + "${k}'", "k=*"),
        With(false, "a question mark in a value is too", Role + "${k}'", "k=targe?"),
        With(false, "a key with several values is no variable", Role + "${k}'", "k=target", "k=other"),
        With(false, "${*} is a plain star", Role + "${*}'"),
        With(false, "${?} is a plain question mark", Role + "targe${?}'"),
        With(
            false,
            "a variable cannot stand before the fifth colon",
            "'Action':'*','Resource':'arn:aws:iam::${aws:ResourceAccount}:role/target'",
            "aws:ResourceAccount=222222222222"),
        new("in the first version of the language there are no variables", "ImplicitDeny Identity")
        {
            Version = "2008-10-17",
            Identity = ["{'Effect':'Allow','Action':'*','Resource':'arn:aws:iam::222222222222:role/${k}'}"],
            Context = ["k=target"],
        },
        When(true, "a variable in a string condition stands for the key's value", "'StringEquals':{'a':'${b}'}", "a=x", "b=x"),
        When(false, "another value does not match", "'StringEquals':{'a':'${b}'}", "a=x", "b=y"),
        When(true, "StringLike takes variables beside wildcards", "'StringLike':{'a':'${b}/*'}", "a=x/y", "b=x"),
        When(false, "StringLike takes a star in a value for text", "'StringLike':{'a':'${b}'}", "a=x", "b=*"),
        When(true, "${*} in StringLike is a plain star", "'StringLike':{'a':'x${*}'}", "a=x*"),
        When(false, "and no wildcard", "'StringLike':{'a':'x${*}'}", "a=xy"),
        When(true, "${?} in StringLike is a plain question mark", "'StringLike':{'a':'x${?}'}", "a=x?"),
        When(true, "${$} is a plain dollar", "'StringEquals':{'a':'${$}{b}'}", "a=${b}"),
        When(false, "a variable without a value matches nothing in a condition", "'StringEquals':{'a':'${b}'}", "a=${b}"),
        When(true, "a default stands for a missing key in a condition", "'StringEquals':{'a':'${b, \\u0027x\\u0027}'}", "a=x"),
        When(true, "an empty default is a value", "'StringEquals':{'a':'x${b, \\u0027\\u0027}'}", "a=x"),
        When(
            true,
            "ARN conditions take variables",
            "'ArnLike':{'a':'arn:aws:iam::*:role/${b}'}",
            "a=arn:aws:iam::222222222222:role/x",
            "b=x"),
        When(false, "numeric conditions take none", "'NumericEquals':{'a':'${b}'}", "a=1", "b=1"),
        When(false, "date conditions take none", "'DateEquals':{'a':'${b}'}", "a=2026-01-01T00:00:00Z", "b=2026-01-01T00:00:00Z"),
        When(false, "address conditions take none", "'IpAddress':{'a':'${b}'}", "a=10.0.0.1", "b=10.0.0.1"),
        When(false, "Boolean conditions take none", "'Bool':{'a':'${b}'}", "a=true", "b=true"),
    ];
}
