using AssumeRole.Endpoint;
using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Serving.Tests.Endpoint;

public sealed class RenewalRulesTests
{
    private static readonly RoleChainRequest Plain = new() { RoleArn = Sample.Role, Via = ["arn:aws:iam::111111111111:role/hub"] };

    [Fact]
    public void A_chain_and_a_token_in_a_file_can_be_renewed()
    {
        RenewalRules.Check(Plan(Plain));
        RenewalRules.Check(Plan(Plain with { WebIdentityTokenFile = "/run/token" }));
    }

    [Fact]
    public void What_works_once_cannot()
    {
        const string device = "arn:aws:iam::111111111111:mfa/alice";
        AssertImpossible(Plain with { SerialNumber = device, TokenCode = "123456" });
        AssertImpossible(Plain with { SerialNumber = device });
        AssertImpossible(Plain with { WebIdentityToken = new Secret("eyJhbGciOi") });
    }

    private static void AssertImpossible(RoleChainRequest request)
    {
        var finding = Sample.FindingOf(() => RenewalRules.Check(Plan(request)));

        Assert.Equal(nameof(FindingCatalogue.RenewalImpossible), finding.Id);
        Assert.DoesNotContain("123456", finding.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("eyJhbGciOi", finding.ToString(), StringComparison.Ordinal);
    }

    private static RoleChain Plan(RoleChainRequest request) => RoleChain.Plan(request, new FakeVariables());
}
