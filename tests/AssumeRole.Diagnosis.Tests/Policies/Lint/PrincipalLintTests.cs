using AssumeRole.Policies;
using AssumeRole.Policies.Lint;

namespace AssumeRole.Diagnosis.Tests.Policies.Lint;

public sealed class PrincipalLintTests
{
    [Theory]
    [InlineData("'AWS':'arn:aws:iam::111111111111:instance-profile/worker'", "role inside it", "arn:aws:iam::111111111111:role/worker")]
    [InlineData("'AWS':'arn:aws:iam::111111111111:role/*'", "wildcard", "ArnLike on aws:PrincipalArn")]
    [InlineData("'AWS':'arn:aws:iam::*:root'", "wildcard", "Name the account")]
    [InlineData("'AWS':'arn:aws:sts::111111111111:assumed-role/worker/*'", "wildcard", "ArnLike")]
    [InlineData("'AWS':'arn:aws:sts::111111111111:assumed-role/worker'", "the session's", "arn:aws:iam::111111111111:role/worker")]
    [InlineData("'AWS':'arn:aws:iam::111111111111:group/admins'", "group", "users")]
    [InlineData("'AWS':'arn:aws:iam::111111111111:policy/x'", "does not call AWS", "Name a role")]
    [InlineData("'AWS':'arn:aws:s3:::bucket'", "does not call AWS", "Name a role")]
    [InlineData("'AWS':'arn:aws:iam::111111111111:oidc-provider/ci.example'", "identity provider", "\"Federated\"")]
    [InlineData("'AWS':'ec2.amazonaws.com'", "service", "{\"Service\": \"ec2.amazonaws.com\"}")]
    [InlineData("'AWS':'11111111111'", "12 digits", "write 011111111111")]
    [InlineData("'AWS':'1111111111111'", "has 13", "whole account id")]
    [InlineData("'AWS':''", "empty", "take the line out")]
    [InlineData("'Service':''", "empty", "ec2.amazonaws.com")]
    [InlineData("'Service':'ec2'", "AWS service", "ec2.amazonaws.com")]
    [InlineData("'Service':'ec2.amazon.com'", "AWS service", "ec2.amazonaws.com")]
    [InlineData("'Service':'ec2.amazonaws.co'", "AWS service", "ec2.amazonaws.com")]
    [InlineData("'Service':'*'", "AWS service", "ec2.amazonaws.com")]
    [InlineData("'Service':'arn:aws:iam::111111111111:role/x'", "AWS service", "ec2.amazonaws.com")]
    [InlineData("'Federated':'arn:aws:iam::111111111111:role/x'", "identity provider", "\"AWS\"")]
    public void A_principal_that_can_never_ask_is_refused(string principal, string cause, string remedy)
    {
        var found = Assert.Single(Linting.Principal(principal).Findings);
        Assert.Equal((PolicyLintSeverity.Refused, "PrincipalInvalid"), (found.Severity, found.Finding.Id));
        Assert.Contains(cause, found.Finding.Cause, StringComparison.Ordinal);
        Wording.Names(found.Finding.Remedy, remedy);
    }

    [Fact]
    public void The_unique_id_of_something_deleted_matches_nobody()
    {
        var found = Assert.Single(Linting.Principal("'AWS':'AROAJ3CMHLQFMYPPWQLSQ'").Findings);
        Assert.Equal((PolicyLintSeverity.Error, "PrincipalInvalid"), (found.Severity, found.Finding.Id));
        Assert.Contains("deleted", found.Finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_is_a_principal_for_as_long_as_it_has_that_name()
    {
        var result = Linting.Principal("'AWS':['111111111111','arn:aws:sts::111111111111:assumed-role/worker/i-1']");
        Assert.Equal(["Warning PrincipalSession $.Statement[0].Principal.AWS[1]"], Linting.Rows(result));
        Wording.Names(result.Findings[0].Finding.Remedy, "arn:aws:iam::111111111111:role/worker");
        Assert.True(result.IsUsable);
    }

    [Theory]
    [InlineData("'AWS':'arn:aws::iam::111111111111:role/x'", "arn:aws:iam::111111111111:role/x")]
    [InlineData("'AWS':'arn:aws::iam::111111111111:root'", "arn:aws:iam::111111111111:root")]
    [InlineData("'AWS':'arn:aws:iam:::root'", "arn:aws:iam::<account>:root")]
    [InlineData("'AWS':'arn:aws:iam::11111111111:root'", "arn:aws:iam::011111111111:root")]
    [InlineData("'AWS':'arn:aws:iam:eu-west-1:111111111111:role/x'", "arn:aws:iam::111111111111:role/x")]
    [InlineData("'AWS':'worker'", "arn:aws:iam::111111111111:role/name")]
    [InlineData("'Federated':'arn:aws::iam::111111111111:oidc-provider/ci.example'", "arn:aws:iam::111111111111:oidc-provider/ci.example")]
    public void A_malformed_principal_is_corrected(string principal, string remedy)
    {
        var found = Assert.Single(Linting.Principal(principal).Findings);
        Assert.Equal((PolicyLintSeverity.Refused, "ArnMalformed"), (found.Severity, found.Finding.Id));
        Wording.Names(found.Finding.Remedy, remedy);
    }

    [Theory]
    [InlineData("'arn:aws:iam::111111111111:role/x'", "{\"AWS\": \"arn:aws:iam::111111111111:role/x\"}")]
    [InlineData("'ec2.amazonaws.com'", "{\"Service\": \"ec2.amazonaws.com\"}")]
    public void A_principal_without_its_type_is_found_once(string principal, string remedy)
    {
        var found = Assert.Single(Linting.Statement($"'Action':'sts:AssumeRole','Principal':{principal}", PolicyKind.Trust).Findings);
        Assert.Equal(("PrincipalInvalid", "$.Statement[0].Principal"), (found.Finding.Id, found.Path));
        Wording.Names(found.Finding.Remedy, remedy);
    }

    [Theory]
    [InlineData("'AWS':'111111111111'")]
    [InlineData("'AWS':['arn:aws:iam::111111111111:root','arn:aws:iam::111111111111:user/a','arn:aws:iam::111111111111:role/p/x']")]
    [InlineData("'AWS':'arn:aws:sts::111111111111:federated-user/bob'")]
    [InlineData("'Service':['ec2.amazonaws.com','ecs-tasks.amazonaws.com','ec2.amazonaws.com.cn','states.eu-west-1.amazonaws.com']")]
    [InlineData("'Service':'ec2.c2s.ic.gov'")]
    [InlineData("'Federated':['arn:aws:iam::111111111111:oidc-provider/ci.example','cognito-identity.amazonaws.com','accounts.google.com']")]
    [InlineData("'Federated':'arn:aws:iam::111111111111:saml-provider/idp'")]
    public void Principals_that_AWS_takes_give_nothing(string principal) => Assert.Empty(Linting.Principal(principal).Findings);

    [Theory]
    [InlineData("", "")]
    [InlineData("'StringLike':{'aws:PrincipalOrgID':'*'}", "")]
    [InlineData("'StringNotEquals':{'aws:PrincipalOrgID':'o-1'}", "")]
    [InlineData("'StringEqualsIfExists':{'aws:PrincipalOrgID':'o-1'}", "")]
    [InlineData("'Null':{'aws:PrincipalOrgID':'false'}", "")]
    [InlineData("'ForAllValues:StringLike':{'aws:PrincipalOrgPaths':'o-1/*'}", "")]
    [InlineData("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/worker'}", "")]
    [InlineData("'IpAddress':{'aws:SourceIp':'0.0.0.0/0'}", "")]
    [InlineData("'StringEquals':{'aws:PrincipalTag/team':'a'}", "")]
    [InlineData("'StringEquals':{'sts:RoleSessionName':'worker'}", "")]
    [InlineData("'StringEquals':{'sts:ExternalId':'some-id'}", "external id")]
    [InlineData("'IpAddress':{'aws:SourceIp':'203.0.113.0/24'}", "these addresses")]
    public void Trust_in_everyone_is_a_warning(string condition, string cause)
    {
        var more = condition.Length == 0 ? "" : $",'Condition':{{{condition}}}";
        foreach (var result in new[]
        {
            Linting.Principal("'AWS':'*'", more),
            Linting.Statement($"'Action':'sts:AssumeRole','Principal':'*'{more}", PolicyKind.Trust),
            Linting.Statement($"'Action':'sts:AssumeRole','NotPrincipal':{{'AWS':'111111111111'}}{more}", PolicyKind.Trust),
        })
        {
            var found = Assert.Single(result.Findings);
            Assert.Equal((PolicyLintSeverity.Warning, "TrustEveryone"), (found.Severity, found.Finding.Id));
            Assert.Equal(cause.Length == 0, found.Finding.Cause == found.Finding.Kind.Cause);
            Wording.Names(found.Finding.Cause, cause);
        }
    }

    [Theory]
    [InlineData("'StringEquals':{'aws:PrincipalOrgID':'o-1'}")]
    [InlineData("'StringEquals':{'AWS:principalaccount':['111111111111']}")]
    [InlineData("'ForAnyValue:StringLike':{'aws:PrincipalOrgPaths':'o-1/r-1/*'}")]
    [InlineData("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::111111111111:role/*'}")]
    [InlineData("'StringEquals':{'aws:SourceVpce':'vpce-1','sts:ExternalId':'some-id'}")]
    public void A_condition_that_the_caller_cannot_choose_narrows_the_trust(string condition) =>
        Assert.Empty(Linting.Principal("'AWS':'*'", $",'Condition':{{{condition}}}").Findings);

    [Fact]
    public void A_deny_of_everyone_is_no_trust() => Assert.Empty(Linting.Lint(
        """
        {"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sts:AssumeRole","Principal":"*"}}
        """,
        PolicyKind.Trust).Findings);
}
