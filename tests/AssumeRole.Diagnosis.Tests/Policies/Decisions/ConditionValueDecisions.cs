using static AssumeRole.Diagnosis.Tests.Policies.Decisions.Decision;

namespace AssumeRole.Diagnosis.Tests.Policies.Decisions;

/// <summary>"Condition operators" again: how each kind reads its values, several values, and Null.</summary>
internal static class ConditionValueDecisions
{
    private const string Arn = "k=arn:aws:sqs:eu-west-1:111111111111:queue:a";

    public static IEnumerable<Decision> Rows =>
    [
        When(true, "one of several values is enough", "'StringEquals':{'k':['a','b']}", "k=b"),
        When(false, "a negated operator wants none of several values", "'StringNotEquals':{'k':['a','b']}", "k=b"),
        When(true, "and holds for another", "'StringNotEquals':{'k':['a','b']}", "k=c"),
        When(true, "names of keys do not mind the case", "'StringEquals':{'AWS:PrincipalOrgId':'o'}", "aws:principalorgid=o"),
        When(false, "StringEquals takes a star for text", "'StringEquals':{'k':'a*'}", "k=ab"),
        When(true, "and fits that text", "'StringEquals':{'k':'a*'}", "k=a*"),
        When(false, "StringLike minds the case", "'StringLike':{'k':'A*'}", "k=ab"),
        When(true, "StringLike with a star alone wants the key to be there", "'StringLike':{'k':'*'}", "k=x"),
        When(false, "and fails where it is not", "'StringLike':{'k':'*'}"),
        When(true, "StringLike's star goes beyond slashes and colons", "'StringLike':{'k':'a*z'}", "k=a/b:c/z"),

        When(true, "numbers may be written as JSON numbers", "'NumericLessThanEquals':{'k':3600}", "k=3600"),
        When(true, "numbers may have fractions", "'NumericLessThan':{'k':'1.5'}", "k=1.25"),
        When(true, "numbers may be negative", "'NumericLessThan':{'k':'0'}", "k=-1"),
        When(false, "what is no number equals none", "'NumericEquals':{'k':'ten'}", "k=ten"),
        When(false, "what is no number is not less either", "'NumericLessThan':{'k':'10'}", "k=few"),
        When(true, "numbers are compared as numbers, not as text", "'NumericGreaterThan':{'k':'9'}", "k=10"),

        When(true, "dates may have an offset", "'DateEquals':{'k':'2026-01-01T01:00:00+01:00'}", "k=2026-01-01T00:00:00Z"),
        When(true, "dates may be without a time", "'DateGreaterThan':{'k':'2026-01-01'}", "k=2026-01-01T00:00:01Z"),
        When(
            true,
            "dates may be seconds of the epoch in the policy",
            "'DateLessThan':{'k':'1767225601'}",
            "k=2026-01-01T00:00:00Z"),
        When(
            true,
            "a span of time is two conditions on one key",
            "'DateGreaterThan':{'k':'2026-01-01T00:00:00Z'},'DateLessThan':{'k':'2026-02-01T00:00:00Z'}",
            "k=2026-01-15T00:00:00Z"),
        When(
            false,
            "and ends with the second",
            "'DateGreaterThan':{'k':'2026-01-01T00:00:00Z'},'DateLessThan':{'k':'2026-02-01T00:00:00Z'}",
            "k=2026-02-01T00:00:00Z"),
        When(true, "a date may be a month", "'DateEquals':{'k':'2026-02'}", "k=2026-02-01T00:00:00Z"),
        When(true, "a date may be a day of the year", "'DateEquals':{'k':'2026-032'}", "k=2026-02-01T00:00:00Z"),
        When(true, "a date may be a day of a week", "'DateEquals':{'k':'2026-W05-7'}", "k=2026-02-01T00:00:00Z"),
        When(true, "a time may be without seconds", "'DateEquals':{'k':'2026-02-01T10:30Z'}", "k=2026-02-01T10:30:00Z"),
        When(true, "a time may have decimals", "'DateLessThan':{'k':'2026-02-01T10:30:00.500Z'}", "k=2026-02-01T10:30:00Z"),
        When(true, "a time without an offset is UTC", "'DateEquals':{'k':'2026-02-01T10:30:00'}", "k=2026-02-01T10:30:00Z"),
        When(true, "the far future is a date", "'DateLessThan':{'k':'99999999999999'}", "k=2026-02-01T10:30:00Z"),
        When(false, "a date in another notation is none", "'DateLessThan':{'k':'02/01/2027'}", "k=2026-02-01T10:30:00Z"),
        When(false, "a date in words is none", "'DateLessThan':{'k':'1 February 2027'}", "k=2026-02-01T10:30:00Z"),
        When(false, "a date needs its T", "'DateLessThan':{'k':'2027-02-01 10:30:00'}", "k=2026-02-01T10:30:00Z"),
        When(false, "a day that the month has not is none", "'DateLessThan':{'k':'2027-02-30'}", "k=2026-02-01T10:30:00Z"),
        When(false, "what is no date is never before one", "'DateLessThan':{'k':'2026-01-01T00:00:00Z'}", "k=yesterday"),

        When(true, "a Boolean may be written as JSON", "'Bool':{'k':true}", "k=true"),
        When(true, "a Boolean does not mind the case", "'Bool':{'k':'true'}", "k=True"),
        When(true, "false equals false", "'Bool':{'k':'false'}", "k=false"),
        When(false, "1 is no Boolean", "'Bool':{'k':'true'}", "k=1"),
        When(false, "what is not base64 equals nothing", "'BinaryEquals':{'k':'!'}", "k=!"),

        When(true, "an address alone is a range of one", "'IpAddress':{'k':'203.0.113.7'}", "k=203.0.113.7"),
        When(false, "and of no more", "'IpAddress':{'k':'203.0.113.7'}", "k=203.0.113.8"),
        When(true, "/0 is every address", "'IpAddress':{'k':'0.0.0.0/0'}", "k=203.0.113.7"),
        When(true, "one of several ranges is enough", "'IpAddress':{'k':['10.0.0.0/8','203.0.113.0/24']}", "k=203.0.113.7"),
        When(
            false,
            "NotIpAddress wants none of several ranges",
            "'NotIpAddress':{'k':['10.0.0.0/8','203.0.113.0/24']}",
            "k=10.1.2.3"),
        When(true, "IPv6 ranges are known", "'IpAddress':{'k':'2001:db8:1234:5678::/64'}", "k=2001:db8:1234:5678:9abc::1"),
        When(false, "and have bounds", "'IpAddress':{'k':'2001:db8:1234:5678::/64'}", "k=2001:db8:1234:5679::1"),
        When(false, "a range of one family holds no address of the other", "'IpAddress':{'k':'0.0.0.0/0'}", "k=2001:db8::1"),
        When(false, "a prefix that is too long makes no range", "'IpAddress':{'k':'203.0.113.0/33'}", "k=203.0.113.0"),
        When(false, "part of an address makes no range", "'IpAddress':{'k':'10/8'}", "k=0.0.0.10"),

        When(true, "each of an ARN's six parts may have wildcards", "'ArnLike':{'k':'arn:aws:sq?:*:1*:queue:a'}", Arn),
        When(false, "a wildcard stays within its part", "'ArnLike':{'k':'arn:aws:*:queue:a'}", Arn),
        When(true, "the sixth part is all of the rest", "'ArnLike':{'k':'arn:aws:sqs:*:*:queue*'}", Arn),
        When(true, "ArnEquals and ArnLike are the same", "'ArnEquals':{'k':'arn:*:*:*:*:*'}", Arn),
        When(false, "what is no ARN is like none", "'ArnLike':{'k':'arn:*:*:*:*:*'}", "k=queue"),
        When(false, "ARNs in conditions mind the case", "'ArnLike':{'k':'arn:aws:sqs:*:*:Queue*'}", Arn),

        When(true, "Null true holds where the key is missing", "'Null':{'k':'true'}"),
        When(false, "Null true fails where it is there", "'Null':{'k':'true'}", "k=x"),
        When(true, "Null false holds where the key is there", "'Null':{'k':'false'}", "k=x"),
        When(false, "Null false fails where it is missing", "'Null':{'k':'false'}"),
        When(false, "Null false fails where the value is empty", "'Null':{'k':'false'}", "k="),
        When(true, "Null may be written as JSON", "'Null':{'k':true}"),
        When(true, "an empty value is a value to a string operator", "'StringEquals':{'k':''}", "k="),
    ];
}
