using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Core.Tests.Roles;

public sealed class RoleArnDiagnosisTests
{
    [Theory]
    [InlineData("arn:aws::iam::111111111111:role/deploy", "arn:aws:iam::111111111111:role/deploy")]
    [InlineData("arn:aws-cn::iam::111111111111:role/a/b", "arn:aws-cn:iam::111111111111:role/a/b")]
    [InlineData("arn:aws:iam:111111111111:role/deploy", "arn:aws:iam::111111111111:role/deploy")]
    [InlineData("arn:aws:iam:eu-west-1:111111111111:role/deploy", "arn:aws:iam::111111111111:role/deploy")]
    [InlineData("ARN:AWS:iam::111111111111:role/deploy", "arn:aws:iam::111111111111:role/deploy")]
    public void An_ARN_with_one_obvious_mistake_is_corrected(string text, string meant)
    {
        var finding = Explain(text);

        Assert.Equal("ArnMalformed", finding.Id);
        Wording.Names(finding.Remedy, meant);
        Assert.Equal(text, finding.Target);
        Assert.Equal(meant, RoleArn.Parse(meant).ToString());
    }

    [Theory]
    [InlineData("deploy")]
    [InlineData("")]
    [InlineData("role/deploy")]
    [InlineData("arn:")]
    [InlineData("arn:aws:iam")]
    [InlineData("arn:aws:iam::111111111111:role")]
    [InlineData("arn:aws:iam::111111111111:role/")]
    [InlineData("arn:aws:iam::111111111111:role/a b")]
    [InlineData("arn::iam::111111111111:role/deploy")]
    [InlineData("arn:aws_cn:iam::111111111111:role/deploy")]
    public void What_is_no_ARN_is_malformed(string text)
    {
        var finding = Explain(text);

        Assert.Equal("ArnMalformed", finding.Id);
        Assert.Equal(FaultCategory.InvalidArgument, finding.Kind.Category);
        Assert.NotEmpty(finding.Evidence);
    }

    [Fact]
    public void A_Concourse_variable_that_was_not_filled_in_is_named_as_that()
    {
        var finding = Explain("((deploy.role))");

        Assert.Equal("ArnMalformed", finding.Id);
        Assert.Contains("Concourse variable", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains("credential manager", finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:iam::111111111111:policy/Deploy", "a policy")]
    [InlineData("arn:aws:iam::aws:policy/AdministratorAccess", "a policy")]
    [InlineData("arn:aws:iam::111111111111:user/alice", "a user")]
    [InlineData("arn:aws:iam::111111111111:group/admins", "a group")]
    [InlineData("arn:aws:iam::111111111111:root", "a whole account")]
    [InlineData("arn:aws:iam::111111111111:instance-profile/worker", "an instance profile")]
    [InlineData("arn:aws:sts::111111111111:assumed-role/deploy/task", "a session")]
    [InlineData("arn:aws:sts::111111111111:federated-user/bob", "'federated-user'")]
    [InlineData("arn:aws:iam::111111111111:oidc-provider/x", "'oidc-provider'")]
    [InlineData("arn:aws:s3:::bucket", "the service s3")]
    public void The_ARN_of_something_else_says_what_it_names(string text, string what)
    {
        var finding = Explain(text);

        Assert.Equal("ArnNotRole", finding.Id);
        Assert.Contains(what, finding.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:iam::111111111111:instance-profile/worker", "arn:aws:iam::111111111111:role/worker")]
    [InlineData("arn:aws-cn:iam::111111111111:instance-profile/ci/worker", "arn:aws-cn:iam::111111111111:role/ci/worker")]
    [InlineData("arn:aws:sts::111111111111:assumed-role/deploy/task", "arn:aws:iam::111111111111:role/deploy")]
    [InlineData("arn:aws-us-gov:sts::111111111111:assumed-role/deploy/i-0", "arn:aws-us-gov:iam::111111111111:role/deploy")]
    public void Where_something_stands_for_a_role_the_remedy_names_that_role(string text, string role) =>
        Assert.Contains(role, Explain(text).Remedy, StringComparison.Ordinal);

    [Theory]
    [InlineData("arn:aws:iam::11111111111:role/deploy", "'11111111111', 11 characters")]
    [InlineData("arn:aws:iam::1111111111111:role/deploy", "13 characters")]
    [InlineData("arn:aws:iam::1111-1111-1111:role/deploy", "'1111-1111-1111'")]
    [InlineData("arn:aws:iam::production:role/deploy", "'production'")]
    [InlineData("arn:aws:iam:::role/deploy", "no account")]
    [InlineData("arn:aws:iam::１１１１１１１１１１１１:role/deploy", "12 characters")]
    [InlineData("arn:aws:iam::1:instance-profile/worker", "'1'")]
    public void An_account_that_is_not_twelve_digits_is_named(string text, string evidence)
    {
        var finding = Explain(text);

        Assert.Equal("AccountIdInvalid", finding.Id);
        Assert.Contains(evidence, finding.Evidence, StringComparison.Ordinal);
    }

    private static Finding Explain(string text) => Sample.FindingOf(() => RoleArn.Parse(text));
}
