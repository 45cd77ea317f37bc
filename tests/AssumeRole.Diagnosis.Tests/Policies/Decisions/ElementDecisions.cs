using static AssumeRole.Diagnosis.Tests.Policies.Decisions.Decision;

namespace AssumeRole.Diagnosis.Tests.Policies.Decisions;

/// <summary>"IAM JSON policy elements": Action, NotAction, Resource, NotResource, Condition, Version.</summary>
internal static class ElementDecisions
{
    private const string Anything = "'Resource':'*'";
    private const string AnyAction = "'Action':'*'";

    public static IEnumerable<Decision> Rows =>
    [
        With(true, "an action is named service:Action", $"'Action':'sts:AssumeRole',{Anything}"),
        With(true, "names of actions do not mind the case", $"'Action':'STS:assumerole',{Anything}"),
        With(false, "another action of the service is another", $"'Action':'sts:TagSession',{Anything}"),
        With(false, "the same name in another service is another", $"'Action':'iam:AssumeRole',{Anything}"),
        With(false, "the beginning of a name is not the name", $"'Action':'sts:Assume',{Anything}"),
        With(true, "* stands for the rest of a name", $"'Action':'sts:Assume*',{Anything}"),
        With(true, "* stands for nothing too", $"'Action':'sts:AssumeRole*',{Anything}"),
        With(true, "* stands in the middle too", $"'Action':'sts:A*Role',{Anything}"),
        With(false, "what follows a * must follow", $"'Action':'sts:A*Roles',{Anything}"),
        With(true, "? stands for one character", $"'Action':'sts:AssumeRol?',{Anything}"),
        With(false, "? stands for no less", $"'Action':'sts:AssumeRole?',{Anything}"),
        With(true, "* alone is every action", $"{AnyAction},{Anything}"),
        With(true, "one of several actions is enough", $"'Action':['s3:*','sts:AssumeRole'],{Anything}"),
        With(true, "NotAction is every action but those", $"'NotAction':'iam:*',{Anything}"),
        With(false, "NotAction is none of those", $"'NotAction':['iam:*','sts:Assume*'],{Anything}"),

        With(true, "a resource is an ARN", $"{AnyAction},'Resource':'{Target}'"),
        With(false, "ARNs mind the case", $"{AnyAction},'Resource':'arn:aws:iam::222222222222:role/Target'"),
        With(false, "another account's resource is another", $"{AnyAction},'Resource':'arn:aws:iam::333333333333:role/target'"),
        With(true, "* stands for an account", $"{AnyAction},'Resource':'arn:aws:iam::*:role/target'"),
        With(true, "* stands for a part of the name", $"{AnyAction},'Resource':'arn:aws:iam::222222222222:role/t*t'"),
        With(true, "? stands for one character of an ARN", $"{AnyAction},'Resource':'arn:aws:iam::22222222222?:role/target'"),
        With(true, "* at the end of a part goes beyond colons", $"{AnyAction},'Resource':'arn:aws:iam:*'"),
        With(false, "* within a part of an ARN stays there", $"{AnyAction},'Resource':'arn:*:role/target'"),
        With(false, "* for a part is no more than that part", $"{AnyAction},'Resource':'arn:aws:*:222222222222:role/target'"),
        With(false, "* for two parts is one of them", $"{AnyAction},'Resource':'arn:aws:iam:*:role/target'"),
        With(true, "the last part has colons and slashes", $"{AnyAction},'Resource':'arn:aws:iam::*:*t'"),
        With(true, "an ARN that is incomplete is completed with *", $"{AnyAction},'Resource':'arn:aws:iam'"),
        With(true, "an ARN without a resource is completed with *", $"{AnyAction},'Resource':'arn:aws:iam::222222222222'"),
        With(false, "an ARN of another service is completed with *", $"{AnyAction},'Resource':'arn:aws:sqs'"),
        With(false, "NotResource is completed with * too", $"{AnyAction},'NotResource':'arn:aws:iam'"),
        new("a deny on an incomplete ARN denies", "ExplicitDeny Identity")
        {
            Identity = [Allow, "{'Effect':'Deny','Action':'*','Resource':'arn:aws:iam'}"],
        },
        new("the ARN of a boundary is completed with *", "Allowed Identity")
        {
            Boundary = ["{'Effect':'Allow','Action':'*','Resource':'arn:aws:iam::222222222222'}"],
        },
        new("a resource's policy has no such completion", "ImplicitDeny Resource")
        {
            Identity = [AllowOther],
            BucketPolicy = ["{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3','Principal':'*'}"],
        },
        new("a resource's policy may end in *", "Allowed Resource")
        {
            By = NearAnn,
            Identity = [AllowOther],
            BucketPolicy = ["{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:*','Principal':'*'}"],
        },
        With(
            false,
            "a role's ARN is not its sessions'",
            $"{AnyAction},'Resource':'arn:aws:sts::222222222222:assumed-role/target/*'"),
        With(true, "one of several resources is enough", $"{AnyAction},'Resource':['arn:aws:s3:::b','{Target}']"),
        With(
            true,
            "NotResource is every resource but those",
            $"{AnyAction},'NotResource':'arn:aws:iam::222222222222:role/admin'"),
        With(false, "NotResource is none of those", $"{AnyAction},'NotResource':['arn:aws:s3:::b','arn:aws:iam::*:role/t*']"),
        new("* goes beyond slashes", "Allowed Identity")
        {
            By = NearAnn,
            Resource = Bucket,
            Identity = ["{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b*y'}"],
        },
        With(
            false,
            "action and resource must both fit",
            "'Action':'s3:*','Resource':'arn:aws:iam::222222222222:role/target'"),
        With(
            true,
            "all keys of a condition must hold, and do",
            $"{AnyAction},{Anything},'Condition':{{'StringEquals':{{'a':'1','b':'2'}}}}",
            "a=1",
            "b=2"),
        With(
            false,
            "all keys of a condition must hold",
            $"{AnyAction},{Anything},'Condition':{{'StringEquals':{{'a':'1','b':'2'}}}}",
            "a=1",
            "b=3"),
        With(
            false,
            "all operators of a condition must hold",
            $"{AnyAction},{Anything},'Condition':{{'StringEquals':{{'a':'1'}},'Bool':{{'b':'true'}}}}",
            "a=1",
            "b=false"),
        new("of several statements one that fits is enough", "Allowed Identity") { Identity = [AllowOther, Allow] },
        new("the trust policy's action must fit as well", "ImplicitDeny Trust")
        {
            Trust = [Trusts(Far)],
            Action = "sts:TagSession",
        },
        new("a trust policy has no resource: it speaks of its role", "Allowed Identity"),
    ];
}
