using AssumeRole.Roles;

namespace AssumeRole.Core.Tests.Roles;

public sealed class RoleArnTests
{
    [Theory]
    [InlineData("aws")]
    [InlineData("aws-cn")]
    [InlineData("aws-us-gov")]
    [InlineData("aws-iso")]
    [InlineData("aws-iso-b")]
    [InlineData("aws-iso-e")]
    [InlineData("aws-iso-f")]
    [InlineData("aws-eusc")]
    public void Every_partition_is_read(string partition)
    {
        var arn = RoleArn.Parse($"arn:{partition}:iam::111111111111:role/deploy");

        Assert.Equal(new RoleArn(partition, "111111111111", "/", "deploy"), arn);
    }

    [Theory]
    [InlineData("arn:aws:iam::000000000001:role/a", "/", "a")]
    [InlineData("arn:aws:iam::000000000001:role/team/ci/deploy", "/team/ci/", "deploy")]
    [InlineData("arn:aws:iam::000000000001:role/aws-service-role/ec2.amazonaws.com/X", "/aws-service-role/ec2.amazonaws.com/", "X")]
    [InlineData("arn:aws:iam::000000000001:role/we:ird/deploy", "/we:ird/", "deploy")]
    [InlineData("arn:aws:iam::000000000001:role/A_+=,.@-9", "/", "A_+=,.@-9")]
    public void Path_and_name_are_told_apart(string text, string path, string name)
    {
        var arn = RoleArn.Parse(text);

        Assert.Equal((path, name), (arn.Path, arn.Name));
        Assert.Equal("000000000001", arn.Account);
        Assert.Equal(text, arn.ToString());
    }

    [Theory]
    [InlineData(" arn:aws:iam::111111111111:role/deploy")]
    [InlineData("arn:aws:iam::111111111111:role/deploy\n")]
    [InlineData("\tarn:aws:iam::111111111111:role/deploy\r\n")]
    public void White_space_around_the_ARN_is_ignored(string text) =>
        Assert.Equal("arn:aws:iam::111111111111:role/deploy", RoleArn.Parse(text).ToString());

    [Fact]
    public void The_longest_name_and_path_are_read_and_one_more_character_is_not()
    {
        var name = new string('n', 64);
        var path = $"/{new string('p', 510)}/";

        Assert.Equal(name, RoleArn.Parse($"arn:aws:iam::111111111111:role{path}{name}").Name);
        Assert.Equal("ArnMalformed", Sample.FindingOf(() => RoleArn.Parse($"arn:aws:iam::111111111111:role/{name}n")).Id);
        Assert.Equal("ArnMalformed", Sample.FindingOf(() => RoleArn.Parse($"arn:aws:iam::111111111111:role/p{path}{name}")).Id);
    }

    [Theory]
    [InlineData("arn:aws:iam::111111111111:role/Zoë")]
    [InlineData("arn:aws:iam::111111111111:role/a b")]
    [InlineData("arn:aws:iam::111111111111:role/a*")]
    [InlineData("arn:aws:iam::١١١١١١١١١١١١:role/deploy")]
    [InlineData("arn:aws:iam::111111111111:role/deploy\nx")]
    public void Characters_that_IAM_does_not_allow_are_refused(string text) => Sample.FindingOf(() => RoleArn.Parse(text));
}
