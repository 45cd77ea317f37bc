using AssumeRole.Policies.Lint;

namespace AssumeRole.Diagnosis.Tests.Policies.Lint;

public sealed class ConditionLintTests
{
    [Theory]
    [InlineData("'StringEquals':{'sts:ExternalId':'x'}", "2 to 1224", "2 to 1224")]
    [InlineData("'StringEquals':{'sts:ExternalId':''}", "2 to 1224", "2 to 1224")]
    [InlineData("'StringEquals':{'sts:ExternalId':'a b'}", "character ' '", "letters")]
    [InlineData("'StringEquals':{'sts:ExternalId':'a#b'}", "character '#'", "letters")]
    [InlineData("'StringLike':{'sts:ExternalId':'é*'}", "character 'é'", "letters")]
    [InlineData("'StringEquals':{'STS:externalid':'team-*'}", "star", "Write StringLike")]
    [InlineData("'StringNotEquals':{'aws:PrincipalOrgID':'o-*'}", "star", "Write StringNotLike")]
    [InlineData("'ForAnyValue:StringEquals':{'aws:PrincipalOrgPaths':'o-1/*'}", "star", "Write ForAnyValue:StringLike")]
    [InlineData("'StringEquals':{'aws:PrincipalArn':'*'}", "star", "Write StringLike")]
    [InlineData("'StringEquals':{'sts:RoleSessionName':'a/b'}", "character '/'", "letters")]
    [InlineData("'StringEquals':{'sts:SourceIdentity':'a'}", "2 to 64", "2 to 64")]
    [InlineData("'IpAddress':{'aws:SourceIp':'10.1.2.3'}", "private", "aws:VpcSourceIp")]
    [InlineData("'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}", "private", "aws:VpcSourceIp")]
    [InlineData("'IpAddress':{'aws:SourceIp':'172.20.0.0/16'}", "private", "NAT")]
    [InlineData("'NotIpAddress':{'aws:SourceIp':'192.168.1.0/24'}", "private", "NAT")]
    [InlineData("'IpAddress':{'aws:SourceIp':'100.64.1.0/24'}", "private", "NAT")]
    [InlineData("'IpAddress':{'aws:SourceIp':'fd00:ec2::254'}", "private", "NAT")]
    [InlineData("'IpAddress':{'aws:SourceIp':'203.0.113.0/33'}", "CIDR", "203.0.113.0/24")]
    [InlineData("'IpAddress':{'aws:SourceIp':'203.0.113'}", "CIDR", "203.0.113.0/24")]
    [InlineData("'IpAddress':{'aws:SourceIp':'203.0.113.*'}", "CIDR", "203.0.113.0/24")]
    [InlineData("'IpAddress':{'aws:SourceIp':'office'}", "CIDR", "203.0.113.0/24")]
    [InlineData("'IpAddress':{'sts:ExternalId':'some-id'}", "CIDR", "203.0.113.0/24")]
    [InlineData("'StringEquals':{'aws:SourceIp':'203.0.113.0/24'}", "slash", "Write IpAddress")]
    [InlineData("'StringNotLike':{'aws:SourceIp':'203.0.113.0/24'}", "slash", "Write NotIpAddress")]
    [InlineData("'StringEquals':{'aws:SourceIp':'10.1.2.3'}", "private", "NAT")]
    [InlineData("'Bool':{'aws:MultiFactorAuthPresent':'yes'}", "true and false", "\"true\"")]
    [InlineData("'Null':{'aws:SourceVpc':'null'}", "true and false", "\"true\"")]
    [InlineData("'NumericLessThan':{'aws:MultiFactorAuthAge':'1h'}", "numbers", "number")]
    [InlineData("'DateLessThan':{'aws:CurrentTime':'tomorrow'}", "dates", "2026-03-04T00:00:00Z")]
    [InlineData("'ArnLike':{'aws:PrincipalArn':'arn:aws:sts::111111111111:assumed-role/x/i-1'}", "role's ARN", "arn:aws:iam::111111111111:role/x ")]
    public void A_value_that_no_call_brings_is_an_error(string condition, string cause, string remedy)
    {
        var found = Assert.Single(Trust(condition).Findings);
        Assert.Equal((PolicyLintSeverity.Error, "ConditionUnmatchable"), (found.Severity, found.Finding.Id));
        Assert.Contains(cause, found.Finding.Cause, StringComparison.Ordinal);
        Assert.Contains(remedy, found.Finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_beside_one_that_can_match_is_a_warning() => Assert.Equal(
        ["Warning ConditionUnmatchable $.Statement[0].Condition.IpAddress.aws:SourceIp[1]"],
        Linting.Rows(Trust("'IpAddress':{'aws:SourceIp':['203.0.113.0/24','10.0.0.0/8']}")));

    [Theory]
    [InlineData("'ArnEquals':{'aws:PrincipalArn':'arn:aws::iam::111111111111:role/x'}")]
    [InlineData("'StringEquals':{'aws:PrincipalArn':'arn:aws::iam::111111111111:role/x'}")]
    public void A_malformed_ARN_is_one_here_too(string condition)
    {
        var found = Assert.Single(Trust(condition).Findings);
        Assert.Equal("ArnMalformed", found.Finding.Id);
        Wording.Names(found.Finding.Remedy, "arn:aws:iam::111111111111:role/x");
    }

    [Theory]
    [InlineData("'StringEquals':{'sts:ExternalIds':'some-id'}", "\"sts:ExternalId\"")]
    [InlineData("'StringEquals':{'aws:ExternalId':'some-id'}", "\"sts:ExternalId\"")]
    [InlineData("'StringEquals':{'ExternalId':'some-id'}", "\"sts:ExternalId\"")]
    [InlineData("'IpAddress':{'aws:SourceIP4':'203.0.113.7'}", "\"aws:SourceIp\"")]
    [InlineData("'StringEquals':{'aws:PrincipleTag/team':'a'}", "\"aws:PrincipalTag/team\"")]
    public void A_key_that_no_call_has_is_corrected(string condition, string remedy)
    {
        var found = Assert.Single(Trust(condition).Findings);
        Assert.Equal("PolicyUnknownElement", found.Finding.Id);
        Wording.Names(found.Finding.Remedy, remedy);
    }

    [Fact]
    public void An_external_id_in_the_callers_own_policy_guards_nothing()
    {
        var found = Assert.Single(Linting.Statement(
            "'Action':'sts:AssumeRole','Resource':'*','Condition':{'StringEquals':{'sts:ExternalId':'some-id'}}").Findings);
        Assert.Equal((PolicyLintSeverity.Warning, "ConditionUnmatchable"), (found.Severity, found.Finding.Id));
        Wording.Names(found.Finding.Remedy, "trust policy");
    }

    [Fact]
    public void An_external_id_is_never_repeated()
    {
        var finding = Assert.Single(Trust("'StringEquals':{'sts:ExternalId':'hush hush'}").Findings).Finding;
        Assert.DoesNotContain("hush", finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'StringEquals':{'sts:ExternalId':'some-id:a/b@c=d,e.f_g+h'}")]
    [InlineData("'StringLike':{'sts:ExternalId':'*'}")]
    [InlineData("'StringLike':{'sts:RoleSessionName':'ci-?*'}")]
    [InlineData("'StringEquals':{'sts:RoleSessionName':'${aws:username}'}")]
    [InlineData("'StringEquals':{'aws:PrincipalOrgID':'o-1'}")]
    [InlineData("'IpAddress':{'aws:SourceIp':['203.0.113.7','203.0.113.0/24','0.0.0.0/0','::/0','2001:db8::/32']}")]
    [InlineData("'IpAddress':{'aws:VpcSourceIp':'10.0.0.0/8'}")]
    [InlineData("'StringLike':{'aws:SourceIp':'203.0.113.*'}")]
    [InlineData("'Bool':{'aws:MultiFactorAuthPresent':true}")]
    [InlineData("'BoolIfExists':{'aws:SecureTransport':'true'}")]
    [InlineData("'NumericLessThan':{'aws:MultiFactorAuthAge':3600}")]
    [InlineData("'DateGreaterThan':{'aws:CurrentTime':'2026-03-04T00:00:00Z','aws:EpochTime':1700000000}")]
    [InlineData("'Null':{'sts:ExternalId':'false'}")]
    [InlineData("'ArnLike':{'aws:SourceArn':'arn:aws:ec2:*:111111111111:instance/*'}")]
    [InlineData("'StringEquals':{'token.ci.example:sub':'repo:a/b','saml:aud':'x','ci.example:aud':'y'}")]
    [InlineData("'StringEquals':{'aws:RequestTag/team':'a','aws:PrincipalTag/team':'a','aws:SourceVpce':'vpce-1','aws:SourceVpc':'vpc-1'}")]
    public void Conditions_that_calls_can_meet_give_nothing(string condition) => Assert.Empty(Trust(condition).Findings);

    private static PolicyLintResult Trust(string condition) =>
        Linting.Principal("'AWS':'111111111111'", $",'Condition':{{{condition}}}");
}
