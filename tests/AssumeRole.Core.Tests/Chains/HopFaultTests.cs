using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Core.Tests.Chains;

public sealed class HopFaultTests
{
    private const string Denial = "User: x is not authorized to perform: sts:AssumeRole on resource: y";

    [Fact]
    public void A_denial_names_the_caller_the_role_and_what_AWS_said()
    {
        var finding = Explain("AccessDenied", Denial);

        Assert.Equal(("AssumeDenied", Sample.Role), (finding.Id, finding.Target));
        Wording.Names(finding.Cause, "the caller");
        Wording.Names(finding.Evidence, "AccessDenied", Denial, "id-1");
    }

    [Fact]
    public void A_bare_denial_gives_every_cause_in_the_order_to_check_them()
    {
        Assert.Contains("that was not given", Explain("AccessDenied", Denial).Remedy, StringComparison.Ordinal);
        Assert.Contains(
            "external id than the one given",
            Explain("AccessDenied", Denial, Sample.Request() with { ExternalId = "external" }).Remedy,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("because no role trust policy allows the sts:AssumeRole action", "trust policy", Sample.Role)]
    [InlineData("because no resource-based policy allows the sts:AssumeRole action", "trust policy", Sample.Role)]
    [InlineData("because no identity-based policy allows the sts:AssumeRole action", Sample.Role, "caller's own policy")]
    public void A_reason_that_AWS_gives_becomes_the_remedy(string reason, string first, string second) =>
        Wording.Names(Explain("AccessDenied", $"{Denial} {reason}").Remedy, first, second);

    [Theory]
    [InlineData("with an explicit deny in a service control policy", "Deny statement")]
    [InlineData("with an explicit deny in the role trust policy", "Deny statement")]
    public void An_explicit_deny_is_named(string reason, string remedy) =>
        Assert.Contains(remedy, Explain("AccessDenied", $"{Denial} {reason}").Remedy, StringComparison.Ordinal);

    [Theory]
    [InlineData("sts:TagSession", "the tags")]
    [InlineData("sts:SetSourceIdentity", "-SourceIdentity")]
    public void A_denied_extra_is_told_from_a_denied_role(string action, string remedy)
    {
        var finding = Explain("AccessDenied", $"User: x is not authorized to perform: {action} on resource: y");

        Wording.Names(finding.Remedy, action, remedy);
    }

    [Theory]
    [InlineData("ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.", "ChainingCap")]
    [InlineData("RegionDisabledException", "STS is not activated in this region for account:1.", "RegionDisabled")]
    [InlineData("", "Connection refused", "StsUnreachable")]
    public void Every_other_fault_keeps_the_catalogues_remedy(string code, string message, string id)
    {
        var finding = Explain(code, message);

        Assert.Equal(id, finding.Id);
        Assert.Equal(finding.Kind.Remedy, finding.Remedy);
    }

    [Fact]
    public void An_STS_that_cannot_be_reached_is_named_by_address() =>
        Wording.Names(
            HopFault.Explain(new StsFault("", "Connection refused.", 0, ""), Sample.Request(), "caller", Sample.Endpoint).Evidence,
            "eu-west-1",
            "Connection refused.");

    [Theory]
    [InlineData("Value '../x' at 'policy'", "ValidationError: Value '../x' at 'policy'.")]
    [InlineData("Too large...", "ValidationError: Too large.")]
    [InlineData("Too large.", "ValidationError: Too large.")]
    public void The_words_of_STS_are_left_as_they_are(string message, string evidence)
    {
        var fault = new StsFault("ValidationError", message, 400, "");

        Assert.Equal(evidence, HopFault.Explain(fault, Sample.Request(), "caller", Sample.Endpoint).Evidence);
    }

    private static Finding Explain(string code, string message, RoleRequest? hop = null) =>
        HopFault.Explain(new StsFault(code, message, 403, "id-1"), hop ?? Sample.Request(), "the caller", Sample.Endpoint);
}
