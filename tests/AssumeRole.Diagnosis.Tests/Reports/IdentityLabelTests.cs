using AssumeRole.Reports;

namespace AssumeRole.Diagnosis.Tests.Reports;

public sealed class IdentityLabelTests
{
    [Theory]
    [InlineData("arn:aws:iam::222222222222:role/deploy", "deploy @ 222222222222", "")]
    [InlineData("arn:aws-cn:iam::222222222222:role/a/path/deploy", "deploy @ 222222222222", "")]
    [InlineData("arn:aws:sts::222222222222:assumed-role/deploy/task", "deploy @ 222222222222", "task")]
    [InlineData("arn:aws:iam::222222222222:user/people/me", "me @ 222222222222", "")]
    [InlineData("arn:aws:iam::222222222222:root", "root @ 222222222222", "")]
    public void An_identity_is_called_by_its_name_and_account(string arn, string label, string session)
    {
        var read = IdentityLabel.Read(arn);

        Assert.Equal((label, session), (read?.ToString(), read?.Session));
    }

    [Theory]
    [InlineData("")]
    [InlineData("arn:aws::iam::222222222222:role/deploy")]
    [InlineData("arn:aws:iam::222222222222:role/")]
    [InlineData("arn:aws:iam::222222222222:role/deploy and more")]
    [InlineData("role/deploy")]
    public void What_is_no_identity_has_no_label(string text) => Assert.Null(IdentityLabel.Read(text));

    [Fact]
    public void In_a_sentence_the_dot_is_the_sentences() => Assert.Equal(
        "AWS denies runner @ 111111111111, deploy @ 222222222222.",
        IdentityLabel.Shorten("AWS denies arn:aws:sts::111111111111:assumed-role/runner/i-1, arn:aws:iam::222222222222:role/deploy."));
}
