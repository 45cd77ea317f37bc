using AssumeRole.Policies.Lint;

namespace AssumeRole.Diagnosis.Tests.Policies.Lint;

public sealed class ArnLintTests
{
    [Theory]
    [InlineData("arn:aws::iam::111111111111:role/x", "one colon too many after aws", "arn:aws:iam::111111111111:role/x")]
    [InlineData("arn:aws::iam::*:role/x", "one colon too many", "arn:aws:iam::*:role/x")]
    [InlineData("arn:aws::iam::11111111111:role/x", "11 characters", "arn:aws:iam::011111111111:role/x")]
    [InlineData("arn:aws:iam:111111111111:role/x", "colons", "arn:aws:iam::111111111111:role/x")]
    [InlineData("arn:aws:iam:::111111111111:role/x", "one colon too many before", "arn:aws:iam::111111111111:role/x")]
    [InlineData("arn:aws:iam:eu-west-1:111111111111:role/x", "region 'eu-west-1'", "arn:aws:iam::111111111111:role/x")]
    [InlineData("arn:aws:iam::11111111111:role/x", "11 characters", "arn:aws:iam::011111111111:role/x")]
    [InlineData("arn:aws:iam::1111-1111-1111:role/x", "14 characters", "arn:aws:iam::111111111111:role/x")]
    [InlineData("arn:aws:iam::aws:role/x", "managed policies", "arn:aws:iam::<account>:role/x")]
    [InlineData("arn:aws:iam:::role/x", "no account", "arn:aws:iam::<account>:role/x")]
    [InlineData("arn:aws:iam::role/x", "no account", "arn:aws:iam::<account>:role/x")]
    [InlineData("arn:aws:iam::<account-id>:role/x", "12 digits", "arn:aws:iam::<account>:role/x")]
    [InlineData("arn:aws:iam::111111111111:roles/x", "no 'roles'", "arn:aws:iam::111111111111:role/x")]
    [InlineData("arn:aws:iam::111111111111:Role/x", "no 'Role'", "arn:aws:iam::111111111111:role/x")]
    [InlineData("arn:aws:iam::111111111111:role:x", "slash belongs", "arn:aws:iam::111111111111:role/x")]
    [InlineData("arn:aws:iam::111111111111:/role/x", "A slash stands before", "arn:aws:iam::111111111111:role/x")]
    [InlineData("arn:aws:iam::111111111111:role//x", "Two slashes", "arn:aws:iam::111111111111:role/x")]
    [InlineData("arn:aws:iam::111111111111:worker", "what kind", "arn:aws:iam::111111111111:role/worker")]
    [InlineData("arn:aws:iam::111111111111:role/", "no role's name", "")]
    [InlineData("ARN:aws:iam::111111111111:role/x", "lower case", "arn:aws:iam::111111111111:role/x")]
    [InlineData("arn:AWS:IAM::111111111111:role/X", "lower case", "arn:aws:iam::111111111111:role/X")]
    [InlineData("arn:amazon:iam::111111111111:role/x", "no partition 'amazon'", "arn:aws:iam::111111111111:role/x")]
    [InlineData("aws:iam::111111111111:role/x", "begin with arn:", "arn:aws:iam::111111111111:role/x")]
    [InlineData("iam::111111111111:role/x", "begin with arn:", "arn:aws:iam::111111111111:role/x")]
    [InlineData("role/x", "begin with arn:", "arn:aws:iam::<account>:role/x")]
    [InlineData("arn:aws:iam::111111111111: role/x", "white space", "arn:aws:iam::111111111111:role/x")]
    [InlineData(" arn:aws:iam::111111111111:role/x", "white space", "arn:aws:iam::111111111111:role/x")]
    [InlineData("arn:aws:s3::bucket/*", "three colons", "arn:aws:s3:::bucket/*")]
    [InlineData("arn:aws:iam::${aws:PrincipalAccount}:role/x", "${aws:PrincipalAccount}", "after the fifth colon")]
    [InlineData("x", "begin with arn:", "")]
    [InlineData("", "begin with arn:", "")]
    public void A_resource_that_nothing_can_be_is_malformed_and_corrected(string arn, string evidence, string remedy)
    {
        var found = Assert.Single(Linting.Statement($"'Action':'sts:AssumeRole','Resource':['*','{arn}']").Findings);
        Assert.Equal(("ArnMalformed", "$.Statement[0].Resource[1]"), (found.Finding.Id, found.Path));
        Assert.Contains(evidence, found.Finding.Evidence, StringComparison.Ordinal);
        Wording.Names(found.Finding.Remedy, remedy);
        Assert.NotEqual(PolicyLintSeverity.Warning, found.Severity);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("arn:aws:iam::111111111111:role/x")]
    [InlineData("arn:aws:iam::111111111111:role/team/*")]
    [InlineData("arn:aws-cn:iam::111111111111:role/x")]
    [InlineData("arn:aws-us-gov:iam::111111111111:role/x")]
    [InlineData("arn:aws:iam::*:role/worker-permissions")]
    [InlineData("arn:aws:iam::11111111????:role/x")]
    [InlineData("arn:*:iam::*:role/x")]
    [InlineData("arn:aws:*:*:111111111111:*")]
    [InlineData("arn:aws:iam::111111111111:*")]
    [InlineData("arn:aws:iam::111111111111")]
    [InlineData("arn:aws:iam::*")]
    [InlineData("arn:aws:iam:*")]
    [InlineData("arn:aws:iam")]
    [InlineData("arn:aws:sqs")]
    [InlineData("arn:aws:sqs:*")]
    [InlineData("arn:aws:sqs:eu-west-1")]
    [InlineData("arn:aws:*")]
    [InlineData("arn:aws:iam::111111111111:role/${aws:PrincipalTag/team}-deploy")]
    [InlineData("arn:aws:iam::111111111111:role/a${*}b")]
    public void A_resource_that_a_role_can_be_gives_nothing(string arn) =>
        Assert.Empty(Linting.Statement($"'Action':'sts:AssumeRole','Resource':'{arn}'").Findings);

    [Fact]
    public void A_variable_with_a_default_has_no_white_space_of_the_ARN() => Assert.Empty(Linting.Lint(
        """
        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
         "Resource":"arn:aws:iam::111111111111:role/${aws:PrincipalTag/team, 'none'}"}}
        """).Findings);

    [Theory]
    [InlineData("arn:aws:iam::aws:policy/ReadOnlyAccess")]
    [InlineData("arn:aws:iam::aws:contextProvider/IdentityCenter")]
    [InlineData("arn:aws:iam::111111111111:user/a/b")]
    [InlineData("arn:aws:sts::111111111111:assumed-role/x/y")]
    [InlineData("arn:aws:s3:::bucket/*")]
    [InlineData("arn:aws:secretsmanager:eu-west-1:111111111111:secret:/concourse/*")]
    public void Resources_of_other_actions_are_other_things(string arn) =>
        Assert.Empty(Linting.Statement($"'Action':'*','Resource':'{arn}'").Findings);

    [Theory]
    [InlineData("arn:aws:iam::111111111111:instance-profile/x", "arn:aws:iam::111111111111:role/x")]
    [InlineData("arn:aws:iam::*:instance-profile/x", "arn:aws:iam::*:role/x")]
    [InlineData("arn:aws:sts::111111111111:assumed-role/x/s", "arn:aws:iam::111111111111:role/x")]
    [InlineData("arn:aws:iam::111111111111:root", "arn:aws:iam::111111111111:role/*")]
    [InlineData("arn:aws:iam::111111111111:policy/p", "arn:aws:iam::111111111111:role/*")]
    [InlineData("arn:aws:s3:::bucket", "Pass a role's ARN")]
    public void What_is_to_be_assumed_is_a_role(string arn, string remedy)
    {
        var found = Assert.Single(Linting.Statement($"'Action':['sts:AssumeRole','sts:TagSession'],'Resource':'{arn}'").Findings);
        Assert.Equal((PolicyLintSeverity.Error, "ArnNotRole"), (found.Severity, found.Finding.Id));
        Wording.Names(found.Finding.Remedy, remedy);
    }

    [Theory]
    [InlineData("${aws_iam_role.role2.arn}")]
    [InlineData("arn:aws:iam::${var.account_id}:role/x")]
    [InlineData("arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/x")]
    [InlineData("arn:aws:iam::${AWS::AccountId}:role/x")]
    [InlineData("arn:${Partition}:iam::111111111111:role/x")]
    [InlineData("((roles/worker-permissions))")]
    public void A_template_that_nobody_filled_in_is_named(string arn)
    {
        var findings = Linting.Statement($"'Action':'sts:AssumeRole','Resource':'{arn}'").Findings;
        Assert.Equal("PolicyFormat", findings[0].Finding.Id);
        Assert.Contains("not filled in", findings[0].Finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void The_correction_keeps_the_templates_of_the_text()
    {
        var findings = Linting.Statement("'Action':'sts:AssumeRole','Resource':'arn:aws::iam::${var.id}:role/${var.name}'").Findings;
        Assert.Equal(["PolicyFormat", "ArnMalformed"], findings.Select(item => item.Finding.Id));
        Wording.Names(findings[1].Finding.Remedy, "arn:aws:iam::${var.id}:role/${var.name}");
    }
}
