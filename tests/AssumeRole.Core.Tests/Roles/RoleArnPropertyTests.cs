using AssumeRole.Findings;
using AssumeRole.Roles;
using FsCheck;
using FsCheck.Fluent;

namespace AssumeRole.Core.Tests.Roles;

public sealed class RoleArnPropertyTests
{
    [Fact]
    public void Every_valid_ARN_is_written_as_it_was_read()
    {
        var arns =
            from partition in Gen.Elements("aws", "aws-cn", "aws-us-gov", "aws-iso-b")
            from account in Gen.Elements("0123456789".ToCharArray()).ArrayOf(12)
            from path in Gen.Elements("az09/!~:._-".ToCharArray()).ArrayOf()
            from name in Gen.Elements("azAZ09_+=,.@-".ToCharArray()).NonEmptyListOf()
            select new RoleArn(
                partition,
                new string(account),
                path.Length == 0 ? "/" : $"/{new string(path)}/",
                string.Concat(name.Take(64)));
        Check.QuickThrowOnFailure(Prop.ForAll(arns.ToArbitrary(), arn => RoleArn.Parse(arn.ToString()) == arn));
    }

    [Fact]
    public void No_text_makes_the_reader_fail_otherwise_than_with_a_finding()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>().Filter(text => text is not null), ReadsOrExplains));
    }

    [Fact]
    public void Nor_does_any_text_made_of_pieces_of_ARNs()
    {
        var pieces = Gen.Elements(
            "arn", "ARN", ":", "::", "aws", "aws-cn", "iam", "sts", "s3", "111111111111", "1", "eu-west-1", "role", "user", "policy",
            "instance-profile", "assumed-role", "/", "//", "name", " ", "((", "))", "\n", "é", "root", "");
        var texts = pieces.ListOf().Select(string.Concat);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(texts.ToArbitrary(), ReadsOrExplains));
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(texts.Select(text => "arn:" + text).ToArbitrary(), ReadsOrExplains));
    }

    private static bool ReadsOrExplains(string text)
    {
        try
        {
            return RoleArn.Parse(text).ToString() == text.Trim();
        }
        catch (AssumeRoleException error)
        {
            return error.Finding.Id is "ArnMalformed" or "ArnNotRole" or "AccountIdInvalid" && error.Finding.Evidence.Length > 0;
        }
    }
}
