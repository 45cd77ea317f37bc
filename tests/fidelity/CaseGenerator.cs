using System.Text.Json.Nodes;

namespace AssumeRole.Fidelity;

/// <summary>Worlds of two accounts and requests for a role of one of them. Documented forms are those of the IAM guide's examples; odd forms
/// are what AWS takes as well.</summary>
internal sealed class CaseGenerator(int seed, bool isOdd)
{
    private const string Own = "222222222222";
    private const string Foreign = "111111111111";
    private const string Target = "arn:aws:iam::222222222222:role/team/target";

    private readonly Random random = new(seed);

    public JsonObject Next()
    {
        var by = Caller();
        var isWeb = by["type"]!.GetValue<string>() == "Federated";
        var action = isWeb ? "sts:AssumeRoleWithWebIdentity" : Pick("sts:AssumeRole", "sts:AssumeRole", "sts:AssumeRole",
            "sts:TagSession", "sts:SetSourceIdentity");
        var world = new JsonObject
        {
            ["by"] = by,
            ["action"] = action,
            ["resource"] = Target,
            ["account"] = Own,
            ["context"] = Context(by),
            ["trust"] = Policy(Trusting),
        };
        var isPerson = by["type"]!.GetValue<string>() == "AWS";
        world["identity"] = isPerson ? List(random.Next(1, 3), () => Policy(Owning)) : [];
        if (isPerson && Chance(5)) world["boundary"] = Policy(Owning);
        if (by["roleArn"] is not null && Chance(6)) world["session"] = Policy(Owning);
        if (isPerson && Chance(5)) world["scp"] = Levels(Owning);
        if (Chance(6)) world["rcp"] = Levels(Restricting, mayBeOld: false);
        if (Chance(8)) world["endpoint"] = Policy(Limiting);
        return world;
    }

    private JsonObject Caller()
    {
        var account = Pick(Own, Foreign);
        return random.Next(9) switch
        {
            0 => new JsonObject { ["type"] = "Service", ["name"] = Pick("ec2.amazonaws.com", "lambda.amazonaws.com") },
            1 => new JsonObject { ["type"] = "Federated", ["name"] = Provider },
            2 or 3 => new JsonObject { ["type"] = "AWS", ["name"] = User(account), ["account"] = account },
            _ => new JsonObject { ["type"] = "AWS", ["name"] = Session(account), ["account"] = account, ["roleArn"] = Role(account) },
        };
    }

    private JsonObject Context(JsonObject by)
    {
        var context = new JsonObject();
        if (by["account"] is { } account)
        {
            context["aws:PrincipalAccount"] = account.DeepClone();
            context["aws:PrincipalArn"] = (by["roleArn"] ?? by["name"])!.DeepClone();
            context["aws:PrincipalType"] = by["roleArn"] is null ? "User" : "AssumedRole";
            context["aws:userid"] = by["roleArn"] is null ? "AIDAEXAMPLE" : "AROAEXAMPLE:i-1";
            if (by["roleArn"] is null) context["aws:username"] = "ann";
            Maybe(context, "aws:PrincipalOrgID", "o-mine", "o-other");
            Maybe(context, "aws:PrincipalTag/team", "a", "target", "b*");
            Maybe(context, "aws:MultiFactorAuthPresent", "true", "false");
            Maybe(context, "aws:MultiFactorAuthAge", "0", "3600", "90000");
            if (Chance(3)) context["aws:PrincipalOrgPaths"] = new JsonArray("o-mine/r-1/ou-1/");
            if (Chance(2)) context["sts:ExternalId"] = Pick("id-1", "id-2");
        }

        context["sts:RoleSessionName"] = Pick("task", "Task-7", "ann");
        Maybe(context, "sts:SourceIdentity", "ann", "bob");
        Maybe(context, "aws:SourceIp", "203.0.113.7", "198.51.100.9", "10.1.2.3");
        Maybe(context, "aws:SourceVpc", "vpc-1", "vpc-2");
        Maybe(context, "aws:RequestedRegion", "eu-west-1", "us-east-1");
        context["aws:CurrentTime"] = "2026-03-04T05:06:07Z";
        context["aws:EpochTime"] = "1772600767";
        context["aws:SecureTransport"] = "true";
        if (Chance(3))
        {
            context["aws:RequestTag/team"] = Pick("a", "b", "target");
            context["aws:TagKeys"] = Chance(2) ? new JsonArray("team") : new JsonArray("team", Pick("stage", "cost-center"));
            if (Chance(2)) context["sts:TransitiveTagKeys"] = new JsonArray("team");
        }

        return context;
    }

    private JsonObject Policy(Func<JsonObject> statement, bool mayBeOld = true) => new()
    {
        ["Version"] = isOdd && mayBeOld && Chance(12) ? "2008-10-17" : "2012-10-17",
        ["Statement"] = List(random.Next(1, 4), statement),
    };

    private JsonArray Levels(Func<JsonObject> statement, bool mayBeOld = true) =>
        List(random.Next(1, 4), () => List(random.Next(1, 3), () => Policy(statement, mayBeOld)));

    private JsonObject Owning()
    {
        var statement = Statement(deny: 4);
        statement[Chance(8) ? "NotResource" : "Resource"] = OneOrMore(Resource);
        return statement;
    }

    private JsonObject Trusting()
    {
        var statement = Statement(deny: 5);
        var isNegated = isOdd ? Chance(6) : Chance(12) && statement["Effect"]!.GetValue<string>() == "Deny";
        statement[isNegated ? "NotPrincipal" : "Principal"] = Principal();
        return statement;
    }

    private JsonObject Limiting()
    {
        var statement = Statement(deny: 3);
        statement["Principal"] = "*";
        statement["Resource"] = Chance(3) ? Pick(Target, "arn:aws:iam::222222222222:role/*", "arn:aws:iam::*:role/team/*",
            "arn:aws:iam::111111111111:role/*") : "*";
        return statement;
    }

    /// <summary>Resource control policies deny actions by name, to every principal.</summary>
    private JsonObject Restricting()
    {
        var statement = Limiting();
        statement["Effect"] = "Deny";
        statement.Remove("NotAction");
        statement["Action"] = OneOrMore(() => Pick("sts:AssumeRole", "sts:*", "sts:TagSession", "sts:AssumeRoleWithWebIdentity",
            "s3:GetObject"));
        return statement;
    }

    private JsonObject Statement(int deny)
    {
        var statement = new JsonObject { ["Effect"] = Chance(deny) ? "Deny" : "Allow" };
        statement[Chance(8) ? "NotAction" : "Action"] = OneOrMore(Action);
        if (Chance(2)) statement["Condition"] = Conditions();
        return statement;
    }

    private string Action()
    {
        var plain = Pick("sts:AssumeRole", "sts:AssumeRole", "sts:*", "sts:*", "*", "sts:AssumeRoleWithWebIdentity", "sts:TagSession",
            "sts:SetSourceIdentity", "sts:Assume*");
        return isOdd && Chance(3) ? Pick("STS:assumerole", "sts:Assume?ole", "sts:*Role", "sts:TagSession*", "sts:A*e*", "STS:*") : plain;
    }

    private string Resource()
    {
        var plain = Pick(
            "*", "*", Target, Target, "arn:aws:iam::222222222222:role/*", "arn:aws:iam::*:role/team/target",
                "arn:aws:iam::222222222222:role/team/*",
            "arn:aws:iam::222222222222:role/target", "arn:aws:iam::222222222222:role/team/${aws:PrincipalTag/team}",
                "arn:aws:iam::111111111111:role/*");
        return isOdd && Chance(3)
            ? Pick(
                "arn:aws:iam", "arn:aws:iam:*", "arn:aws:iam::*", "arn:aws:iam::222222222222", "arn:aws:iam::222222222222:*",
                    "arn:aws:*", "arn:*:role/team/target",
                "arn:aws:*:222222222222:role/team/target", "arn:aws:sqs:*", "arn:aws:sqs", "arn:*", "arn:aws:iam::22222222222?:role/t*t",
                    "arn:*:iam:*:*:role/team/*",
                "arn:aws:iam::222222222222:role/team/${aws:PrincipalTag/team, 'target'}", "arn:aws:iam::222222222222:role/${*}",
                    "arn:aws:iam::222222222222:role/?eam/target")
            : plain;
    }

    private JsonNode Principal()
    {
        if (Chance(6)) return "*";
        var account = Pick(Own, Foreign);
        return random.Next(8) switch
        {
            0 => new JsonObject { ["Service"] = OneOrMore(() => Pick("ec2.amazonaws.com", "lambda.amazonaws.com")) },
            1 => new JsonObject { ["Federated"] = Provider },
            2 => new JsonObject { ["AWS"] = "*" },
            _ => new JsonObject
            {
                ["AWS"] = OneOrMore(() => Pick(
                    Role(account), Role(account), Session(account), User(account), account, $"arn:aws:iam::{account}:root",
                        $"arn:aws:iam::{account}:role/other",
                    $"arn:aws:sts::{account}:assumed-role/worker/i-2")),
            },
        };
    }

    private JsonObject Conditions()
    {
        var conditions = new JsonObject();
        for (var left = random.Next(1, 3); left > 0; left--)
        {
            var (name, key, values) = Condition();
            if (isOdd && Chance(8) && !name.EndsWith("Null", StringComparison.Ordinal) && !name.EndsWith("IfExists",
                StringComparison.Ordinal)) name += "IfExists";
            if (isOdd && Chance(8)) name = Pick("ForAllValues:", "ForAnyValue:") + name.Replace("ForAnyValue:", "",
                StringComparison.Ordinal).Replace("ForAllValues:", "", StringComparison.Ordinal);
            if (conditions[name] is JsonObject keys) keys[key] = values;
            else conditions[name] = new JsonObject { [key] = values };
        }

        return conditions;
    }

    private (string Name, string Key, JsonNode Values) Condition() => random.Next(isOdd ? 23 : 17) switch
    {
        0 => (Pick("StringEquals", "StringNotEquals"), "sts:ExternalId", OneOrMore(() => Pick("id-1", "id-2"))),
        1 => (Pick("StringLike", "StringEquals", "StringNotLike"), "sts:RoleSessionName", OneOrMore(() => Pick("task", "Task*", "ann",
            "${aws:username}"))),
        2 => (Pick("ArnLike", "ArnEquals", "ArnNotLike", "StringLike"), "aws:PrincipalArn", OneOrMore(() => Pick(Role(Own),
            Role(Foreign), "arn:aws:iam::*:role/*", "arn:aws:iam::*:user/ann", "arn:aws:iam::111111111111:role/ci/*"))),
        3 => (Pick("StringEquals", "StringNotEquals", "StringEqualsIfExists"), "aws:PrincipalOrgID", OneOrMore(() => Pick("o-mine",
            "o-other"))),
        4 => (Pick("IpAddress", "NotIpAddress"), "aws:SourceIp", OneOrMore(() => Pick("203.0.113.0/24", "10.0.0.0/8", "198.51.100.9/32",
            "203.0.113.7"))),
        5 => (Pick("Bool", "BoolIfExists"), "aws:MultiFactorAuthPresent", Pick("true", "false")),
        6 => (Pick("NumericLessThan", "NumericGreaterThanEquals", "NumericLessThanEquals"), "aws:MultiFactorAuthAge", Pick("3600", "0",
            "86400")),
        7 => (Pick("DateLessThan", "DateGreaterThan"), "aws:CurrentTime", Pick("2026-03-04T05:06:08Z", "2026-01-01T00:00:00Z",
            "2027-01-01", "2026-03-04T05:06:07Z")),
        8 => (Pick("ForAllValues:StringEquals", "ForAnyValue:StringEquals", "ForAllValues:StringLike", "ForAnyValue:StringNotEquals"),
            "aws:TagKeys", OneOrMore(() => Pick("team", "stage", "cost-*"))),
        9 => (Pick("StringEquals", "StringLike", "StringEqualsIgnoreCase"), "aws:RequestTag/team", OneOrMore(() => Pick("a", "B", "t*",
            "${aws:PrincipalTag/team}"))),
        10 => ("Null", Pick("sts:ExternalId", "aws:PrincipalOrgID", "aws:RequestTag/team", "aws:TagKeys"), Pick("true", "false")),
        11 => (Pick("StringEquals", "StringLike", "StringNotEquals"), "sts:SourceIdentity", OneOrMore(() => Pick("ann", "b*", "bob"))),
        12 => (Pick("StringEquals", "StringNotEqualsIfExists"), "aws:SourceVpc", Pick("vpc-1", "vpc-2")),
        13 => ("Bool", "aws:SecureTransport", Pick("true", "false")),
        14 => (Pick("StringEquals", "StringLike"), "aws:PrincipalTag/team", Pick("a", "b*", "target")),
        15 => (Pick("ForAnyValue:StringLike", "ForAllValues:StringLike"), "aws:PrincipalOrgPaths", Pick("o-mine/*", "o-mine/r-1/ou-1/",
            "o-other/*")),
        16 => (Pick("StringEquals", "StringNotEquals"), "aws:RequestedRegion", OneOrMore(() => Pick("eu-west-1", "us-east-1"))),
        17 => (Pick("StringEquals", "StringNotEquals", "StringLike"), Pick("aws:TagKeys", "aws:PrincipalOrgPaths",
            "sts:TransitiveTagKeys"), OneOrMore(() => Pick("team", "o-mine/*", "*"))),
        18 => (Pick("Null", "ForAllValues:Null", "ForAnyValue:Null"), Pick("aws:TagKeys", "aws:PrincipalOrgID"), Pick("true", "false")),
        19 => (Pick("DateEquals", "DateNotEquals", "DateLessThanEquals", "DateGreaterThan"), Pick("aws:CurrentTime", "aws:EpochTime"),
            Pick("1772600767", "2026-03-04T06:06:07+01:00", "2026-03-04T05:06:07.000Z", "2026-03", "2026-03-04T05:06Z")),
        20 => (Pick("StringNotEquals", "StringNotLike"), Pick("sts:RoleSessionName", "aws:userid"), Pick("${aws:PrincipalTag/team}",
            "*:i-1", "${aws:username}", "${aws:userid}")),
        21 => (Pick("ArnLike", "ArnNotLike"), "aws:PrincipalArn", Pick("arn:aws:iam::${aws:PrincipalAccount}:role/*",
            "arn:aws:iam::111111111111:user/${aws:username}", "arn:aws:*:*:*:*", "arn:*:role/ci/*")),
        _ => (Pick("IpAddress", "NotIpAddress"), "aws:SourceIp", Pick("0.0.0.0/0", "::/0", "2001:db8::/32", "203.0.113.9/24")),
    };

    private const string Provider = "arn:aws:iam::222222222222:oidc-provider/ci.example.com";

    private static string Role(string account) => $"arn:aws:iam::{account}:role/ci/worker";

    private static string Session(string account) => $"arn:aws:sts::{account}:assumed-role/worker/i-1";

    private static string User(string account) => $"arn:aws:iam::{account}:user/ann";

    private void Maybe(JsonObject context, string key, params string[] values)
    {
        if (!Chance(2)) context[key] = Pick(values);
    }

    private JsonNode OneOrMore(Func<string> create) =>
        Chance(3) ? new JsonArray([.. Enumerable.Range(0, random.Next(1,
            4)).Select(_ => create()).Distinct().Select(text => (JsonNode)text)]) : create();

    private static JsonArray List(int count, Func<JsonNode> create) => new([.. Enumerable.Range(0, count).Select(_ => create())]);

    private bool Chance(int oneIn) => random.Next(oneIn) == 0;

    private T Pick<T>(params T[] items) => items[random.Next(items.Length)];
}
