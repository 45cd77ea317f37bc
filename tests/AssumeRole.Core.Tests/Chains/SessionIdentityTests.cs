using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Core.Tests.Chains;

/// <summary>Requests that differ in anything at all never share a session.</summary>
public sealed class SessionIdentityTests
{
    private static readonly RoleRequest Hop = new()
    {
        Role = RoleArn.Parse(Sample.Role),
        SessionName = "task",
        Duration = new SessionDuration(3600),
        ExternalId = "external",
        Policy = "{}",
        PolicyArns = ["arn:aws:iam::aws:policy/A"],
        Tags = [new SessionTag("a", "1"), new SessionTag("b", "2")],
        TransitiveTagKeys = ["a"],
        SourceIdentity = "alice",
        Mfa = new MfaDevice("GAHT12345678", "123456"),
        WebIdentity = new WebIdentity(new Secret("token-1"), null),
    };

    private static readonly SourceCredentials Start = new(Sample.Keys, "somewhere");

    // One change a field. The test below fails for a field of RoleRequest that has none.
    private static readonly Dictionary<string, RoleRequest[]> Changes = new()
    {
        [nameof(RoleRequest.Role)] =
        [
            Hop with { Role = Hop.Role with { Partition = "aws-cn" } },
            Hop with { Role = Hop.Role with { Account = "333333333333" } },
            Hop with { Role = Hop.Role with { Path = "/ci/" } },
            Hop with { Role = Hop.Role with { Name = "Deploy" } },
        ],
        [nameof(RoleRequest.SessionName)] = [Hop with { SessionName = "Task" }],
        [nameof(RoleRequest.Duration)] = [Hop with { Duration = new SessionDuration(3601) }, Hop with { Duration = null }],
        [nameof(RoleRequest.ExternalId)] = [Hop with { ExternalId = "External" }, Hop with { ExternalId = null }],
        [nameof(RoleRequest.Policy)] = [Hop with { Policy = "{ }" }, Hop with { Policy = null }],
        [nameof(RoleRequest.PolicyArns)] = [Hop with { PolicyArns = ["arn:aws:iam::aws:policy/B"] }, Hop with { PolicyArns = [] }],
        [nameof(RoleRequest.Tags)] =
        [
            Hop with { Tags = [] },
            Hop with { Tags = [new SessionTag("a", "1")] },
            Hop with { Tags = [new SessionTag("A", "1"), new SessionTag("b", "2")] },
            Hop with { Tags = [new SessionTag("a", "2"), new SessionTag("b", "1")] },
        ],
        [nameof(RoleRequest.TransitiveTagKeys)] = [Hop with { TransitiveTagKeys = ["b"] }, Hop with { TransitiveTagKeys = [] }],
        [nameof(RoleRequest.SourceIdentity)] = [Hop with { SourceIdentity = "bob" }, Hop with { SourceIdentity = null }],
        [nameof(RoleRequest.Mfa)] =
        [
            Hop with { Mfa = new MfaDevice("GAHT12345679", "123456") },
            Hop with { Mfa = new MfaDevice("GAHT12345678", "123457") },
            Hop with { Mfa = new MfaDevice("GAHT12345678", null) },
            Hop with { Mfa = null },
        ],
        [nameof(RoleRequest.WebIdentity)] =
        [
            Hop with { WebIdentity = new WebIdentity(new Secret("token-2"), null) },
            Hop with { WebIdentity = null },
        ],
    };

    public static TheoryData<string> Fields() => [.. typeof(RoleRequest).GetProperties().Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_field_of_a_hop_counts(string field)
    {
        Assert.All(Changes[field], changed => Assert.NotEqual(Describe([Hop]), Describe([changed])));
        // A web identity stands on the first hop alone.
        if (field == nameof(RoleRequest.WebIdentity)) return;
        Assert.All(Changes[field], changed => Assert.NotEqual(Describe([Hop, Hop]), Describe([Hop, changed])));
    }

    [Fact]
    public void The_same_request_is_the_same() => Assert.Equal(Describe([Hop]), Describe([Hop with { Tags = [.. Hop.Tags] }]));

    [Fact]
    public void The_number_of_hops_counts() => Assert.NotEqual(Describe([Hop]), Describe([Hop, Hop]));

    [Fact]
    public void Who_asks_counts()
    {
        AwsKeys?[] others =
        [
            null,
            Sample.Keys with { AccessKeyId = "AKIAOTHER" },
            Sample.Keys with { SecretAccessKey = new Secret("other") },
            Sample.Keys with { SessionToken = new Secret("token") },
        ];

        Assert.All(others, keys => Assert.NotEqual(Describe([Hop]), Describe([Hop], Start with { Keys = keys })));
    }

    [Fact]
    public void Where_is_asked_counts()
    {
        StsEndpoint[] others = [new("eu-west-2"), new("eu-west-1", new Uri("http://127.0.0.1:1"))];

        Assert.All(others, endpoint => Assert.NotEqual(Describe([Hop]), Describe([Hop], endpoint: endpoint)));
    }

    [Fact]
    public void No_value_can_pass_for_the_end_of_one_and_the_start_of_another()
    {
        Assert.NotEqual(
            Describe([Hop with { SessionName = "a;1:b", ExternalId = null }]),
            Describe([Hop with { SessionName = "a", ExternalId = "b" }]));
        Assert.NotEqual(
            Describe([Hop with { Tags = [new SessionTag("ab", "c")] }]), Describe([Hop with { Tags = [new SessionTag("a", "bc")] }]));
    }

    [Fact]
    public void No_list_can_pass_for_the_one_after_it()
    {
        var bare = Hop with { PolicyArns = [], Tags = [], TransitiveTagKeys = [] };
        string[] values = ["team", "blue"];

        Assert.Distinct(
        [
            Describe([bare with { PolicyArns = values }]),
            Describe([bare with { Tags = [new SessionTag("team", "blue")] }]),
            Describe([bare with { TransitiveTagKeys = values }]),
        ]);
    }

    private static string Describe(RoleRequest[] hops, SourceCredentials? start = null, StsEndpoint? endpoint = null) =>
        SessionIdentity.Describe(
            new RoleChain(hops, DurationDefaulted: false), start ?? Start, endpoint ?? Sample.Endpoint, hops[0].WebIdentity?.Token);
}
