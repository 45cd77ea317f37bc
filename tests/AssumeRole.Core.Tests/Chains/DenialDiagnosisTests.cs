using AssumeRole.Chains;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Core.Tests.Chains;

public sealed class DenialDiagnosisTests
{
    private const string Stranger = "arn:aws:sts::111111111111:assumed-role/worker/i-1";
    private const string Neighbour = "arn:aws:sts::222222222222:assumed-role/worker/i-1";
    private const string Denial = "User: x is not authorized to perform: sts:AssumeRole on resource: y";

    [Theory]
    [InlineData("because no identity-based policy allows the sts:AssumeRole action", DenialCause.IdentityPolicy)]
    [InlineData("with an explicit deny in an identity-based policy", DenialCause.IdentityPolicy)]
    [InlineData("with an explicit deny in the role trust policy", DenialCause.TrustPolicy)]
    [InlineData("with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/service_control_policy/p-1", DenialCause.OrganizationPolicy)]
    [InlineData("because no resource control policy allows the sts:AssumeRole action", DenialCause.OrganizationPolicy)]
    [InlineData("because no permissions boundary allows the sts:AssumeRole action", DenialCause.PermissionsBoundary)]
    [InlineData("because no session policy allows the sts:AssumeRole action", DenialCause.SessionPolicy)]
    [InlineData("because no VPC endpoint policy allows the sts:AssumeRole action", DenialCause.EndpointPolicy)]
    public void A_kind_of_policy_that_AWS_names_is_certain(string reason, DenialCause cause)
    {
        var candidate = Assert.Single(Rank($"{Denial} {reason}", Sample.Request(), Neighbour));

        Assert.Equal((cause, true), (candidate.Cause, candidate.IsCertain));
        Assert.Contains("AWS names it", candidate.Evidence, StringComparison.Ordinal);
        Assert.NotEmpty(candidate.Remedy);
    }

    [Theory]
    [InlineData("sts:TagSession", DenialCause.SessionTags)]
    [InlineData("sts:SetSourceIdentity", DenialCause.SourceIdentity)]
    public void An_action_beside_AssumeRole_that_AWS_names_is_certain(string action, DenialCause cause) =>
        Assert.Equal(
            (cause, true),
            Rank($"User: x is not authorized to perform: {action} on resource: y", Sample.Request(), Stranger) is [var only]
                ? (only.Cause, only.IsCertain)
                : default);

    [Fact]
    public void A_trust_policy_that_does_not_allow_may_still_want_an_external_id()
    {
        var message = $"{Denial} because no role trust policy allows the sts:AssumeRole action";

        var without = Rank(message, Sample.Request(), Neighbour);
        var with = Rank(message, Sample.Request() with { ExternalId = "id" }, Neighbour);

        Assert.Equal([DenialCause.TrustPolicy, DenialCause.ExternalId], without.Select(candidate => candidate.Cause));
        Assert.Equal([DenialCause.ExternalId, DenialCause.TrustPolicy], with.Select(candidate => candidate.Cause));
        Assert.All(with.Concat(without), candidate => Assert.False(candidate.IsCertain));
    }

    [Fact]
    public void Across_accounts_nothing_is_certain_and_the_trust_policy_comes_first()
    {
        var ranked = Rank(Denial, Sample.Request(), Stranger);

        Assert.Equal(
            [
                DenialCause.TrustPolicy, DenialCause.IdentityPolicy, DenialCause.ExternalId, DenialCause.RoleMissing,
                DenialCause.PermissionsBoundary, DenialCause.SessionPolicy, DenialCause.OrganizationPolicy, DenialCause.EndpointPolicy,
            ],
            ranked.Select(candidate => candidate.Cause));
        Assert.All(ranked, candidate => Assert.False(candidate.IsCertain));
    }

    [Fact]
    public void An_external_id_that_was_given_is_looked_at_first() =>
        Assert.Equal(DenialCause.ExternalId, Rank(Denial, Sample.Request() with { ExternalId = "id" }, Stranger)[0].Cause);

    [Fact]
    public void Within_an_account_a_denial_without_a_reason_speaks_for_an_absent_role() =>
        Assert.Equal(DenialCause.RoleMissing, Rank(Denial, Sample.Request(), Neighbour)[0].Cause);

    [Fact]
    public void Tags_and_source_identity_are_candidates_only_if_they_were_passed()
    {
        var hop = Sample.Request() with { Tags = [new SessionTag("a", "b")], SourceIdentity = "me" };

        Assert.Contains(DenialCause.SessionTags, Rank(Denial, hop, Stranger).Select(candidate => candidate.Cause));
        Assert.Contains(DenialCause.SourceIdentity, Rank(Denial, hop, Stranger).Select(candidate => candidate.Cause));
        Assert.DoesNotContain(DenialCause.SessionTags, Rank(Denial, Sample.Request(), Stranger).Select(candidate => candidate.Cause));
    }

    private static IReadOnlyList<DenialCandidate> Rank(string message, RoleRequest hop, string caller) =>
        DenialDiagnosis.Rank(new StsFault("AccessDenied", message, 403, "id"), hop, caller);
}
