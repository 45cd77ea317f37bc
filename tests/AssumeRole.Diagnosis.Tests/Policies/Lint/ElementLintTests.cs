using System.Globalization;
using AssumeRole.Policies;
using AssumeRole.Policies.Lint;

namespace AssumeRole.Diagnosis.Tests.Policies.Lint;

public sealed class ElementLintTests
{
    [Theory]
    [InlineData("'Actions':'sts:AssumeRole','Resource':'*'", "Actions", "Action")]
    [InlineData("'Action':'sts:AssumeRole','Resources':'*'", "Resources", "Resource")]
    [InlineData("'Action':'sts:AssumeRole','resource':'*'", "resource", "Resource")]
    [InlineData("'Action':'sts:AssumeRole','Resouce':'*'", "Resouce", "Resource")]
    [InlineData("'Action':'sts:AssumeRole','not_resources':'*'", "not_resources", "NotResource")]
    [InlineData("'Action':'sts:AssumeRole','Resource':'*','Conditions':{}", "Conditions", "Condition")]
    [InlineData("'Action':'sts:AssumeRole','Resource':'*','SID':'x'", "SID", "Sid")]
    public void A_misspelt_element_of_a_statement_is_the_only_fault(string elements, string word, string meant)
    {
        var found = Assert.Single(Linting.Statement(elements).Findings);
        Assert.Equal(
            (PolicyLintSeverity.Refused, "PolicyUnknownElement", $"$.Statement[0].{word}"),
            (found.Severity, found.Finding.Id, found.Path));
        Wording.Names(found.Finding.Remedy, $"\"{meant}\"", $"\"{word}\"");
    }

    [Theory]
    [InlineData("{'version':'2012-10-17','Statement':{'Effect':'Allow','Action':'sts:*','Resource':'*'}}", "Version")]
    [InlineData("{'Version':'2012-10-17','Statements':[{'Effect':'Allow','Action':'sts:*','Resource':'*'}]}", "Statement")]
    [InlineData("{'Version':'2012-10-17','Statement':[{'effect':'Allow','Action':'sts:*','Resource':'*'}]}", "Effect")]
    [InlineData("{'Version':'2012-10-17','Statement':[{'Effect':'allow','Action':'sts:*','Resource':'*'}]}", "Allow")]
    [InlineData("{'Version':'2012-10-17','Statement':[{'Effect':'ALLOW','Action':'sts:*','Resource':'*'}]}", "Allow")]
    [InlineData("{'Version':'2012-10-17','Statement':[{'Effect':'Denny','Action':'sts:*','Resource':'*'}]}", "Deny")]
    [InlineData(
        "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'sts:*','Resource':'*','Condition':{'StringEqual':{'a:b':'c'}}}]}",
        "StringEquals")]
    [InlineData(
        "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'sts:*','Resource':'*','Condition':{'ForAnyValues:StringLike':{'a:b':'c'}}}]}",
        "ForAnyValue:StringLike")]
    [InlineData(
        "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'sts:*','Resource':'*','Condition':{'bool':{'a:b':'true'}}}]}",
        "Bool")]
    public void Words_at_every_level_are_corrected(string text, string meant)
    {
        var found = Assert.Single(Linting.Lint(text.Replace('\'', '"')).Findings);
        Assert.Equal("PolicyUnknownElement", found.Finding.Id);
        Wording.Names(found.Finding.Remedy, $"Write \"{meant}\"");
    }

    [Theory]
    [InlineData("'Aws':'111111111111'", "AWS")]
    [InlineData("'Services':'ec2.amazonaws.com'", "Service")]
    [InlineData("'federated':'accounts.google.com'", "Federated")]
    public void Types_of_principals_are_corrected(string principal, string meant)
    {
        var found = Assert.Single(Linting.Principal(principal).Findings);
        Assert.Equal("PolicyUnknownElement", found.Finding.Id);
        Wording.Names(found.Finding.Remedy, $"Write \"{meant}\"");
    }

    [Fact]
    public void A_word_that_is_near_none_is_named_without_a_guess()
    {
        var found = Assert.Single(Linting.Statement("'Action':'sts:*','Resource':'*','Comment':'why'").Findings);
        Assert.Equal("PolicyUnknownElement", found.Finding.Id);
        Assert.Equal(found.Finding.Kind.Remedy, found.Finding.Remedy);
    }

    [Fact]
    public void What_stands_under_a_misspelt_name_is_looked_at_too() => Assert.Equal(
        [
            "Refused PolicyUnknownElement $.Statement[0].Resources",
            "Refused ArnMalformed $.Statement[0].Resources[0]",
        ],
        Linting.Rows(Linting.Statement("'Action':'sts:AssumeRole','Resources':['arn:aws::iam::111111111111:role/x']")));

    [Theory]
    [InlineData("{'Statement':{'Effect':'Allow','Action':'sts:*','Resource':'*'}}", "$", "has no Version")]
    [InlineData("{'Version':'2008-10-17','Statement':{'Effect':'Allow','Action':'sts:*','Resource':'*'}}", "$.Version", "2008-10-17")]
    public void The_first_version_is_a_warning(string text, string path, string cause)
    {
        var result = Linting.Lint(text.Replace('\'', '"'));
        Assert.Equal([$"Warning PolicyVersionMissing {path}"], Linting.Rows(result));
        Assert.Contains(cause, result.Findings[0].Finding.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("letter by letter", result.Findings[0].Finding.Evidence, StringComparison.Ordinal);
        Assert.True(result.IsUsable);
    }

    [Fact]
    public void The_first_version_does_harm_where_there_are_variables() => Assert.Contains(
        "letter by letter",
        Linting.Lint("""{"Statement":{"Effect":"Allow","Action":"sts:*","Resource":"arn:aws:iam::111111111111:role/${aws:username}"}}""")
            .Findings[0].Finding.Evidence,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("{'Version':'2012-10-18','Statement':{'Effect':'Allow','Action':'sts:*','Resource':'*'}}", "$.Version", "2012-10-17")]
    [InlineData("{'Version':20121017,'Statement':{'Effect':'Allow','Action':'sts:*','Resource':'*'}}", "$.Version", "2012-10-17")]
    [InlineData("{'Version':'2012-10-17'}", "$.Statement", "Add \"Statement\"")]
    [InlineData("{'Version':'2012-10-17','Statement':[]}", "$.Statement", "Add \"Statement\"")]
    [InlineData("{'Version':'2012-10-17','Statement':{'Action':'sts:*','Resource':'*'}}", "$.Statement.Effect", "Allow")]
    [InlineData("{'Version':'2012-10-17','Statement':{'Effect':'Allow','Resource':'*'}}", "$.Statement.Action", "sts:AssumeRole")]
    [InlineData("{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'sts:*'}}", "$.Statement.Resource", "Add \"Resource\"")]
    [InlineData("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'sts:*'}]}", "$.Statement[0].Resource", "Add \"Resource\"")]
    [InlineData("{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'AssumeRole','Resource':'*'}}", "$.Statement.Action", "Correct")]
    [InlineData("{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':[],'Resource':'*'}}", "$.Statement.Action", "sts:AssumeRole")]
    [InlineData("{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'sts:*','Resource':'*','NotResource':'*'}}", "$.Statement.NotResource", "Take it out")]
    [InlineData("{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'sts:*','Resource':'*','Principal':'*'}}", "$.Statement.Principal", "as the trust policy")]
    [InlineData("{'Version':'2012-10-17','Statement':['x']}", "$.Statement[0]", "Correct")]
    [InlineData("{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'sts:*','Action':'iam:*','Resource':'*'}}", "$.Statement.Action", "Join the two")]
    [InlineData("{'Version':'2012-10-17','Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'sts:*','Resource':'*'}}", "$.Version", "Join the two")]
    [InlineData(
        "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'sts:*','Resource':'*','Condition':{'Bool':{'a:b':'true'},'Bool':{'c:d':'true'}}}}",
        "$.Statement.Condition.Bool",
        "Join the two")]
    public void Whatever_else_AWS_refuses_is_invalid(string text, string path, string remedy)
    {
        var found = Assert.Single(Linting.Lint(text.Replace('\'', '"')).Findings);
        Assert.Equal((PolicyLintSeverity.Refused, "PolicyInvalid", path), (found.Severity, found.Finding.Id, found.Path));
        Assert.Contains(remedy, found.Finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'Action':'sts:AssumeRole'", "$.Statement[0].Principal", "Add \"Principal\"")]
    [InlineData("'Action':'sts:AssumeRole','Principal':{'AWS':'111111111111'},'Resource':'*'", "$.Statement[0].Resource", "as the worker's policy")]
    [InlineData("'Action':'s3:GetObject','Principal':{'AWS':'111111111111'}", "$.Statement[0].Action", "Correct")]
    public void A_trust_policy_has_rules_of_its_own(string elements, string path, string remedy)
    {
        var found = Assert.Single(Linting.Statement(elements, PolicyKind.Trust).Findings);
        Assert.Equal(("PolicyInvalid", path), (found.Finding.Id, found.Path));
        Assert.Contains(remedy, found.Finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_stand_in_the_order_of_the_document()
    {
        var result = Linting.Lint("""
            {
              "Statement": [
                {
                  "Effect": "Allow",
                  "Action": "sts:AssumeRole",
                  "Principal": { "AWS": "arn:aws:iam::111111111111:instance-profile/x" }
                },
                {
                  "Principals": { "AWS": "*" },
                  "Effect": "allow",
                  "Action": "sts:AssumeRole",
                  "Condition": { "StringEquals": { "sts:ExternalId": "x" } }
                }
              ],
              "Id": 7
            }
            """, PolicyKind.Trust);
        Assert.Equal(
            [
                "PolicyVersionMissing 1", "PrincipalInvalid 6", "PolicyUnknownElement 9", "TrustEveryone 9",
                "PolicyUnknownElement 10", "ConditionUnmatchable 12", "PolicyInvalid 15",
            ],
            result.Findings.Select(item => $"{item.Finding.Id} {item.Line}"));
    }

    [Theory]
    [InlineData(12, 0)]
    [InlineData(60, 1)]
    [InlineData(120, 2)]
    public void A_trust_policy_has_a_length(int principals, int severity)
    {
        var names = string.Join(",\n", Enumerable.Range(0, principals)
            .Select(index => string.Create(CultureInfo.InvariantCulture, $"'arn:aws:iam::111111111111:role/{index:d4}'")));
        var findings = Linting.Principal($"'AWS':[{names}]").Findings;
        Assert.Equal(severity == 0 ? [] : ["PolicyTooLong"], findings.Select(item => item.Finding.Id));
        if (severity > 0) Assert.Equal(severity == 1 ? PolicyLintSeverity.Warning : PolicyLintSeverity.Refused, findings[0].Severity);
    }

    [Fact]
    public void Control_characters_of_a_document_do_not_reach_a_terminal()
    {
        var result = Linting.Lint("""{"Version":"2012-10-17","\u001b[2J\u202e":1,"Statement":[{"Effect":"\u0007","Action":"\u001b:x","Resource":"\u009b"}]}""");
        Assert.NotEmpty(result.Findings);
        Assert.All(result.Findings, item => Assert.DoesNotMatch(@"[\u0000-\u001f\u007f-\u009f\u202e]", item.Finding.ToString()));
    }

    [Fact]
    public void A_document_of_nothing_but_faults_is_answered_in_a_hundred()
    {
        var statements = string.Join(',', Enumerable.Repeat("{}", 10_000));
        var result = Linting.Lint($$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""");
        Assert.Equal(101, result.Findings.Count);
    }
}
