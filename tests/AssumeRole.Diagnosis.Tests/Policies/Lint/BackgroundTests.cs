using AssumeRole.Policies;
using AssumeRole.Policies.Lint;

namespace AssumeRole.Diagnosis.Tests.Policies.Lint;

/// <summary>The documents that people copy their first policies from, as they stand there with the lost braces restored.</summary>
public sealed class BackgroundTests
{
    [Fact]
    public void Resources_of_the_worker_policy_is_found_and_corrected()
    {
        var found = Assert.Single(Lint("concourse-worker-policy.json", PolicyKind.Identity).Findings);
        Assert.Equal(("PolicyUnknownElement", "$.Statement[0].Resources", 7), (found.Finding.Id, found.Path, found.Line));
        Wording.Names(found.Finding.Cause, "'Resources'");
        Wording.Names(found.Finding.Evidence, "$.Statement[0].Resources", "line 7");
        Wording.Names(found.Finding.Remedy, "\"Resource\"", "\"Resources\"");
    }

    [Fact]
    public void The_colon_too_many_of_the_account_root_is_found_and_corrected()
    {
        var result = Lint("terraform-role2-trust-root.json", PolicyKind.Trust);
        var found = Assert.Single(result.Findings, item => item.Finding.Id == "ArnMalformed");
        Assert.Equal(("$.Statement[0].Principal.AWS", 8), (found.Path, found.Line));
        Wording.Names(found.Finding.Evidence, "one colon too many after aws");
        Wording.Names(found.Finding.Remedy, "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root");
        Assert.Equal(
            ["PrincipalInvalid", "PolicyFormat", "ArnMalformed"], result.Findings.Select(item => item.Finding.Id));
    }

    [Fact]
    public void The_reference_of_the_heredoc_is_named_and_so_is_the_service_that_was_lost()
    {
        var result = Lint("terraform-role2-trust.json", PolicyKind.Trust);
        Assert.Equal(["PrincipalInvalid", "PolicyFormat"], result.Findings.Select(item => item.Finding.Id));
        Wording.Names(result.Findings[1].Finding.Cause, "${aws_iam_role.role1.arn}", "reference");
    }

    [Fact]
    public void The_heredoc_of_a_Terraform_file_is_linted_in_its_place()
    {
        var result = Lint("terraform-role2.tf", PolicyKind.Trust);
        Assert.Equal(
            ["PolicyFormat", "PrincipalInvalid", "PolicyFormat", "ArnMalformed"], result.Findings.Select(item => item.Finding.Id));
        Assert.Equal([1, 23, 24, 24], result.Findings.Select(item => item.Line));
        Wording.Names(result.Findings[0].Finding.Cause, "Terraform");
        Assert.False(result.IsUsable);
    }

    [Theory]
    [InlineData("corrected-worker-policy.json", PolicyKind.Identity)]
    [InlineData("concourse-worker-trust.json", PolicyKind.Trust)]
    [InlineData("corrected-role2-trust.json", PolicyKind.Trust)]
    [InlineData("corrected-role2-trust-root.json", PolicyKind.Trust)]
    internal void Correct_documents_give_nothing(string name, PolicyKind kind)
    {
        var result = Lint(name, kind);
        Assert.Empty(result.Findings);
        Assert.True(result.IsUsable);
    }

    private static PolicyLintResult Lint(string name, PolicyKind kind) =>
        PolicyLint.Check(new PolicySource(name, Linting.Background(name)), kind);
}
