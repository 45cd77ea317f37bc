using AssumeRole.Policies;
using FsCheck;
using FsCheck.Fluent;

namespace AssumeRole.Diagnosis.Tests.Policies;

public sealed class PolicyParserTests
{
    [Fact]
    public void Reads_lone_values_and_lists_alike()
    {
        var lone = PolicyText.Parse("{'Statement':{'Effect':'Deny','Action':'a:B','Resource':'*'}}");
        var listed = PolicyText.Parse("{'Statement':[{'Effect':'Deny','Action':['a:B'],'Resource':['*']}]}");
        foreach (var statement in new[] { Assert.Single(lone.Statements), Assert.Single(listed.Statements) })
        {
            Assert.Equal(PolicyEffect.Deny, statement.Effect);
            Assert.Equal(["a:B"], statement.Actions!.Values);
            Assert.Equal(["*"], statement.Resources!.Values);
            Assert.False(statement.Actions.Negated);
        }
    }

    [Fact]
    public void Reads_every_element()
    {
        var document = PolicyText.Parse("""
            {'Version':'2012-10-17','Id':'id','Statement':[{'Sid':'One','Effect':'Allow',
             'NotAction':'iam:*','NotResource':['arn:aws:s3:::a'],
             'Principal':{'AWS':['111111111111','*'],'Service':'ec2.amazonaws.com','Federated':'p','CanonicalUser':'c'},
             'Condition':{'Bool':{'k':true},'NumericLessThan':{'n':[1,2.5]},'ForAnyValue:StringLikeIfExists':{'s':'x'}}}]}
            """);

        Assert.Equal("2012-10-17", document.Version);
        var statement = Assert.Single(document.Statements);
        Assert.Equal("One", statement.Sid);
        Assert.True(statement.Actions!.Negated);
        Assert.True(statement.Resources!.Negated);
        Assert.Equal(
            [
                new(PolicyPrincipalType.Aws, "111111111111"),
                new(PolicyPrincipalType.Anyone, "*"),
                new(PolicyPrincipalType.Service, "ec2.amazonaws.com"),
                new(PolicyPrincipalType.Federated, "p"),
                new(PolicyPrincipalType.CanonicalUser, "c"),
            ],
            statement.Principals!.Values);
        Assert.Equal(
            ["k=true", "n=1,2.5", "s=x"],
            statement.Conditions.Select(item => $"{item.Key}={string.Join(',', item.Values)}"));
        Assert.Equal(
            new ConditionOperator(ConditionComparison.StringLike, false, true, ConditionSetQualifier.ForAnyValue),
            statement.Conditions[2].Operator);
    }

    [Theory]
    [InlineData("arn:aws:iam::111111111111:root", "111111111111")]
    [InlineData("arn:aws-cn:iam::111111111111:root", "111111111111")]
    [InlineData("111111111111", "111111111111")]
    [InlineData("arn:aws:iam::111111111111:role/root", null)]
    [InlineData("11111111111", null)]
    public void Knows_a_principal_that_means_an_account(string value, string? account) =>
        Assert.Equal(account, new PolicyPrincipal(PolicyPrincipalType.Aws, value).Account);

    [Fact]
    public void The_worker_policy_with_Resources_is_kept_and_refused()
    {
        // The policy of background/concourse-worker-assume-role.md, as published.
        var result = PolicyParser.Parse("""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
             "Resources":["arn:aws:iam::*:role/worker-permissions"]}]}
            """);

        Assert.Equal("$.Statement[0].Resources: IAM knows no element 'Resources'.", Assert.Single(result.Problems).ToString());
        Assert.Equal(
            "$.Statement[0].Resource: A statement has Resource or NotResource.",
            Assert.Single(PolicyGrammar.Check(result.Document!, PolicyKind.Identity)).ToString());
    }

    [Theory]
    [InlineData("{", "$", PolicyProblemKind.InvalidJson)]
    [InlineData("[]", "$", PolicyProblemKind.InvalidValue)]
    [InlineData("{}", "$.Statement", PolicyProblemKind.MissingElement)]
    [InlineData("{'Statement':[]}", "$.Statement", PolicyProblemKind.MissingElement)]
    [InlineData("{'Statement':[1]}", "$.Statement[0]", PolicyProblemKind.InvalidValue)]
    [InlineData(
        "{'Version':'2012-10-18','Statement':{'Effect':'Allow','Action':'*'}}",
        "$.Version",
        PolicyProblemKind.InvalidValue)]
    [InlineData("{'Statment':1,'Statement':{'Effect':'Allow','Action':'*'}}", "$.Statment", PolicyProblemKind.UnknownElement)]
    [InlineData("{'Statement':{'Action':'*'}}", "$.Statement.Effect", PolicyProblemKind.MissingElement)]
    [InlineData("{'Statement':{'Effect':'allow','Action':'*'}}", "$.Statement.Effect", PolicyProblemKind.InvalidValue)]
    [InlineData("{'Statement':{'Effect':'Allow'}}", "$.Statement.Action", PolicyProblemKind.MissingElement)]
    [InlineData(
        "{'Statement':{'Effect':'Allow','Action':'*','NotAction':'*'}}",
        "$.Statement.NotAction",
        PolicyProblemKind.ProhibitedElement)]
    [InlineData("{'Statement':{'Effect':'Allow','Action':['*',1]}}", "$.Statement.Action[1]", PolicyProblemKind.InvalidValue)]
    [InlineData(
        "{'Statement':{'Effect':'Allow','Action':'*','Principal':'me'}}",
        "$.Statement.Principal",
        PolicyProblemKind.InvalidValue)]
    [InlineData(
        "{'Statement':{'Effect':'Allow','Action':'*','Principal':{'Aws':'*'}}}",
        "$.Statement.Principal.Aws",
        PolicyProblemKind.UnknownElement)]
    [InlineData(
        "{'Statement':{'Effect':'Allow','Action':'*','Condition':{'StringIs':{'a':'b'}}}}",
        "$.Statement.Condition.StringIs",
        PolicyProblemKind.InvalidValue)]
    [InlineData(
        "{'Statement':{'Effect':'Allow','Action':'*','Condition':{'NullIfExists':{'a':'true'}}}}",
        "$.Statement.Condition.NullIfExists",
        PolicyProblemKind.InvalidValue)]
    [InlineData(
        "{'Statement':{'Effect':'Allow','Action':'*','Condition':{'Bool':{'a':{}}}}}",
        "$.Statement.Condition.Bool.a",
        PolicyProblemKind.InvalidValue)]
    internal void Reports_where_a_document_is_wrong(string text, string path, PolicyProblemKind kind)
    {
        var problem = Assert.Single(PolicyParser.Parse(text.Replace('\'', '"')).Problems);
        Assert.Equal((path, kind), (problem.Path, problem.Kind));
    }

    [Theory]
    [InlineData(PolicyKind.Identity, "'Action':'sts:*','Resource':'*','Principal':'*'", "$.Statement[0].Principal")]
    [InlineData(PolicyKind.Identity, "'Action':'sts:*','Resource':'role/x'", "$.Statement[0].Resource")]
    [InlineData(PolicyKind.Session, "'Action':'AssumeRole','Resource':'*'", "$.Statement[0].Action")]
    [InlineData(PolicyKind.PermissionsBoundary, "'Action':'*'", "$.Statement[0].Resource")]
    [InlineData(PolicyKind.Trust, "'Action':'sts:AssumeRole'", "$.Statement[0].Principal")]
    [InlineData(PolicyKind.Trust, "'Action':'sts:AssumeRole','Principal':'*','Resource':'*'", "$.Statement[0].Resource")]
    [InlineData(PolicyKind.Trust, "'NotAction':'s3:GetObject','Principal':'*'", "$.Statement[0].NotAction")]
    internal void Each_kind_of_policy_has_its_own_rules(PolicyKind kind, string elements, string path)
    {
        var document = PolicyText.Document($"{{'Effect':'Allow',{elements}}}");
        Assert.Equal(path, Assert.Single(PolicyGrammar.Check(document, kind)).Path);
    }

    [Fact]
    public void Never_throws_on_any_text()
    {
        string[] fragments =
        [
            "{", "}", "[", "]", ",", ":", "1", "null",
            "\"Statement\"", "\"Effect\"", "\"Allow\"", "\"Action\"", "\"Principal\"", "\"Condition\"", "\"*\"",
        ];
        var texts = Gen.Elements(fragments).ListOf().Select(string.Concat);
        Check.QuickThrowOnFailure(Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var result = PolicyParser.Parse(text);
            return result.Document is not null || result.Problems.Count > 0;
        }));
    }
}
