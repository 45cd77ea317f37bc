using AssumeRole.Metadata;

namespace AssumeRole.Core.Tests.Metadata;

public sealed class InstanceRoleNameTests
{
    private const string Arn = "arn:aws:iam::222222222222:role/";

    [Theory]
    [InlineData("worker")]
    [InlineData("a+b=c,d@e.f-g_h")]
    [InlineData("...")]
    [InlineData(".hidden/..worker")]
    [InlineData("team/deploy")]
    [InlineData("aws-service-role/ec2.amazonaws.com/worker")]
    [InlineData(Arn + "worker")]
    [InlineData(Arn + "team/deploy")]
    [InlineData("arn:aws-cn:iam::222222222222:role/worker")]
    public void A_name_a_path_with_a_name_and_an_ARN_are_valid(string text) => Assert.True(InstanceRoleName.IsValid(text));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../worker")]
    [InlineData("team/..")]
    [InlineData("team/./deploy")]
    [InlineData("team/../deploy")]
    [InlineData("/worker")]
    [InlineData("//example.com/worker")]
    [InlineData("team//deploy")]
    [InlineData("team/")]
    [InlineData("a b")]
    [InlineData("a\tb")]
    [InlineData("a\r\nb")]
    [InlineData("worker\n")]
    [InlineData("a\u0000b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a%2fb")]
    [InlineData("%2e%2e")]
    [InlineData(@"a\b")]
    [InlineData("wörker")]
    [InlineData("a;b")]
    [InlineData("$(a)")]
    [InlineData("a:b")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData(Arn)]
    [InlineData(Arn + "/worker")]
    [InlineData(Arn + "../worker")]
    [InlineData("team/" + Arn + "worker")]
    [InlineData("arn:aws:iam::2222:role/worker")]
    [InlineData("arn:aws:iam::222222222222:user/worker")]
    [InlineData("arn:aws:sts::222222222222:assumed-role/worker/i-1")]
    public void Anything_else_is_not(string text) => Assert.False(InstanceRoleName.IsValid(text));

    [Fact]
    public void A_name_has_an_end()
    {
        Assert.True(InstanceRoleName.IsValid(new string('a', 64)));
        Assert.False(InstanceRoleName.IsValid(new string('a', 65)));
        Assert.False(InstanceRoleName.IsValid(string.Concat(Enumerable.Repeat("team/", 200)) + "deploy"));
    }

    [Fact]
    public void Whatever_is_valid_is_sent_as_it_is()
    {
        const string Below = "/latest/meta-data/iam/security-credentials/";
        string[] pieces = ["a", "Z9", ".", "..", "/", "//", "_+=,.@-", ":", "?", "#", "%2e", "%", "\\", "@", " ", "\n", "\u0001", "ö", Arn, "role/"];
        var random = new Random(16);
        var valid = 0;
        for (var index = 0; index < 20_000; index++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (!InstanceRoleName.IsValid(text)) continue;
            valid++;
            var address = new Uri(new Uri("http://169.254.169.254"), Below + text);
            Assert.Equal(("http://169.254.169.254" + Below + text, Below + text), (address.AbsoluteUri, address.PathAndQuery));
        }

        Assert.InRange(valid, 200, 19_000);
    }
}
