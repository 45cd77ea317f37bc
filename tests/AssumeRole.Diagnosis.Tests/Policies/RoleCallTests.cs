using AssumeRole.Policies;
using AssumeRole.Roles;

namespace AssumeRole.Diagnosis.Tests.Policies;

public sealed class RoleCallTests
{
    private static readonly AccessPrincipal Worker = AccessPrincipal.RoleSession(
        "arn:aws:sts::111111111111:assumed-role/worker/i-1", "111111111111", "arn:aws:iam::111111111111:role/worker");

    [Fact]
    public void A_plain_request_takes_one_action_and_says_the_sessions_name_alone()
    {
        var call = RoleCall.Create(Sample.Request(), Worker);
        var context = call.AddTo(RequestContext.Empty);
        Assert.Equal(["sts:AssumeRole"], call.Actions);
        Assert.Equal(["task"], context["sts:RoleSessionName"]);
        foreach (var key in new[] { "sts:ExternalId", "sts:SourceIdentity", "aws:TagKeys", "sts:TransitiveTagKeys", "aws:MultiFactorAuthPresent" })
            Assert.Empty(context[key]);
    }

    [Fact]
    public void Every_field_has_its_key_and_tags_and_source_identity_their_action()
    {
        var call = RoleCall.Create(
            Sample.Request() with
            {
                ExternalId = "id",
                SourceIdentity = "ann",
                Mfa = new MfaDevice("arn:aws:iam::111111111111:mfa/ann", "123456"),
                Tags = [new("Team", "a"), new("stage", "b")],
                TransitiveTagKeys = ["Team"],
            },
            Worker);
        var context = call.AddTo(RequestContext.Empty);

        Assert.Equal(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], call.Actions);
        Assert.Equal(["id"], context["sts:ExternalId"]);
        Assert.Equal(["ann"], context["sts:SourceIdentity"]);
        Assert.Equal(["true"], context["aws:MultiFactorAuthPresent"]);
        Assert.Equal(["Team", "stage"], context["aws:TagKeys"]);
        Assert.Equal(["Team"], context["sts:TransitiveTagKeys"]);
        Assert.Equal(["b"], context["aws:requesttag/STAGE"]);
    }

    [Theory]
    [InlineData("arn:aws:iam::111111111111:oidc-provider/ci.example", "sts:AssumeRoleWithWebIdentity")]
    [InlineData("accounts.google.com", "sts:AssumeRoleWithWebIdentity")]
    [InlineData("arn:aws:iam::111111111111:saml-provider/idp", "sts:AssumeRoleWithSAML")]
    public void Who_comes_from_a_provider_comes_with_a_token_or_an_assertion(string provider, string action) =>
        Assert.Equal(action, RoleCall.Create(Sample.Request(), AccessPrincipal.Federated(provider)).Action);

    [Fact]
    public void Every_operator_that_is_known_by_name_can_be_read() =>
        Assert.All(PolicyWords.Operators, name => Assert.NotNull(ConditionOperator.Parse(name)));

    [Theory]
    [InlineData("Resources", "Resource")]
    [InlineData("Resuorce", "Resource")]
    [InlineData("EFFECT", "Effect")]
    [InlineData("actoin", "Action")]
    [InlineData("Comment", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void The_nearest_word_is_found_if_one_is_near(string word, string? nearest) =>
        Assert.Equal(nearest, NearestWord.Find(word, PolicyWords.StatementElements));
}
