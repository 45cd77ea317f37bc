using AssumeRole.Roles;

namespace AssumeRole.Core.Tests.Roles;

public sealed class RoleChainHopTests
{
    private const string First = "arn:aws:iam::111111111111:role/first";
    private const string Second = "arn:aws:iam::111111111111:role/second";
    private static readonly WebIdentity Token = new(new Secret("eyJ0b2tlbg"), null);

    private static readonly RoleChainRequest Everything = new()
    {
        RoleArn = Sample.Role,
        Via = [First, Second],
        DurationSeconds = "900",
        RoleSessionName = "name",
        ExternalId = "external",
        Policy = "{}",
        PolicyArns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        Tags = [new SessionTag("Team", "main"), new SessionTag("job", "deploy")],
        TransitiveTagKeys = ["team"],
        SourceIdentity = "alice",
        SerialNumber = "GAHT12345678",
        TokenCode = "123456",
    };

    [Fact]
    public void The_roles_on_the_way_come_in_order_before_the_target() =>
        Assert.Equal([First, Second, Sample.Role], Plan(Everything).Hops.Select(hop => hop.Role.ToString()));

    [Fact]
    public void The_first_hop_has_what_later_ones_inherit()
    {
        Assert.Equivalent(
            new RoleRequest
            {
                Role = RoleArn.Parse(First),
                SessionName = "name",
                Tags = [new SessionTag("Team", "main")],
                TransitiveTagKeys = ["team"],
                SourceIdentity = "alice",
                Mfa = new MfaDevice("GAHT12345678", "123456"),
            },
            Plan(Everything).Hops[0],
            strict: true);
    }

    [Fact]
    public void A_hop_in_the_middle_has_the_session_name_alone() =>
        Assert.Equivalent(
            new RoleRequest { Role = RoleArn.Parse(Second), SessionName = "name" }, Plan(Everything).Hops[1], strict: true);

    [Fact]
    public void The_last_hop_has_what_shapes_the_session()
    {
        Assert.Equivalent(
            new RoleRequest
            {
                Role = RoleArn.Parse(Sample.Role),
                SessionName = "name",
                Duration = new SessionDuration(900),
                ExternalId = "external",
                Policy = "{}",
                PolicyArns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
                Tags = [new SessionTag("job", "deploy")],
            },
            Plan(Everything).Hops[2],
            strict: true);
    }

    [Fact]
    public void A_single_hop_has_everything()
    {
        var hop = Assert.Single(Plan(Everything with { Via = [] }).Hops);

        Assert.Equal(["Team", "job"], hop.Tags.Select(tag => tag.Key));
        Assert.Equal(["team"], hop.TransitiveTagKeys);
        Assert.Equal(("external", "{}", "alice", "GAHT12345678"), (hop.ExternalId, hop.Policy, hop.SourceIdentity, hop.Mfa?.SerialNumber));
        Assert.Equal(900, hop.Duration!.Value.Seconds);
        Assert.Single(hop.PolicyArns);
    }

    [Theory]
    [InlineData("", "ArnMalformed")]
    [InlineData("arn:aws:iam::1:role/x", "AccountIdInvalid")]
    [InlineData("arn:aws:iam::111111111111:user/x", "ArnNotRole")]
    public void A_wrong_role_on_the_way_is_an_error_like_a_wrong_target(string via, string id) =>
        Assert.Equal(id, Sample.FindingOf(() => Plan(Everything with { Via = [First, via] })).Id);

    [Fact]
    public void A_web_identity_stands_on_the_first_hop_alone()
    {
        var request = new RoleChainRequest
        {
            RoleArn = Sample.Role, Via = [First], ExternalId = "external", WebIdentityToken = new Secret("eyJ0b2tlbg"),
        };

        var chain = Plan(request);

        Assert.Equal([Token, null], chain.Hops.Select(hop => hop.WebIdentity));
        var added = Plan(request with { WebIdentityToken = null }).WithWebIdentity(Token);
        Assert.Equal([Token, null], added.Hops.Select(hop => hop.WebIdentity));
    }

    [Fact]
    public void The_file_of_a_web_identity_is_kept_to_be_read_for_the_call()
    {
        var chain = Plan(new RoleChainRequest { RoleArn = Sample.Role, WebIdentityTokenFile = "absent.jwt" });

        Assert.Equal(new WebIdentity(null, "absent.jwt"), chain.Target.WebIdentity);
    }

    public static TheoryData<string, object> NeedSignature() => new()
    {
        { "ExternalId", new RoleChainRequest { ExternalId = "external" } },
        { "Tag", new RoleChainRequest { Tags = [new SessionTag("a", "b")] } },
        { "SourceIdentity", new RoleChainRequest { SourceIdentity = "alice" } },
        { "SerialNumber", new RoleChainRequest { SerialNumber = "GAHT12345678" } },
    };

    [Theory]
    [MemberData(nameof(NeedSignature), DisableDiscoveryEnumeration = true)]
    public void A_web_identity_leaves_no_room_on_its_hop_for_what_needs_a_signature(string field, object asked)
    {
        var given = ((RoleChainRequest)asked) with { RoleArn = Sample.Role };

        var planned = Sample.FindingOf(() => Plan(given with { WebIdentityToken = new Secret("eyJ0b2tlbg") }));
        var added = Sample.FindingOf(() => Plan(given).WithWebIdentity(Token));

        Assert.Equal(("ParameterConflict", field), (planned.Id, planned.Target));
        Assert.Equal(("ParameterConflict", field), (added.Id, added.Target));
    }

    [Fact]
    public void What_needs_a_signature_may_stand_on_a_later_hop()
    {
        var request = new RoleChainRequest
        {
            RoleArn = Sample.Role, Via = [First], ExternalId = "external", Tags = [new SessionTag("a", "b")],
        };

        Assert.Equal("external", Plan(request).WithWebIdentity(Token).Target.ExternalId);
    }

    [Fact]
    public void A_token_and_a_file_exclude_each_other()
    {
        var request = new RoleChainRequest { RoleArn = Sample.Role, WebIdentityToken = new Secret("eyJ0"), WebIdentityTokenFile = "x" };

        Assert.Equal("ParameterConflict", Sample.FindingOf(() => Plan(request)).Id);
    }

    [Fact]
    public void A_file_that_was_given_and_is_empty_is_an_error() =>
        Assert.Equal(
            "WebIdentityInvalid",
            Sample.FindingOf(() => Plan(new RoleChainRequest { RoleArn = Sample.Role, WebIdentityTokenFile = "" })).Id);

    private static RoleChain Plan(RoleChainRequest request) => RoleChain.Plan(request, new FakeVariables());
}
