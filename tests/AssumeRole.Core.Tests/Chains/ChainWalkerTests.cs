using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Core.Tests.Chains;

public sealed class ChainWalkerTests
{
    private static readonly MfaDevice Device = new("arn:aws:iam::111111111111:mfa/alice", null);
    private static readonly SourceCredentials Start = new(Sample.Keys, "environment keys …USER");

    private readonly FakeTokenService sts = new();
    private readonly List<string> lines = [];

    [Fact]
    public async Task Each_hop_is_signed_with_the_session_of_the_one_before()
    {
        var session = await WalkAsync(Sample.Request("first"), Sample.Request("second"), Sample.Request("third"));

        Assert.Equal("ASIA-third", session.AccessKeyId);
        Assert.Equal(["first", "second", "third"], sts.Roles);
        Assert.Equal(
            [Sample.Keys, Sample.Session("first").ToKeys(), Sample.Session("second").ToKeys()], sts.Calls.Select(call => call.Keys));
        Assert.All(sts.Calls, call => Assert.Equal(Sample.Endpoint, call.Endpoint));
    }

    [Fact]
    public async Task A_hop_is_sent_as_it_was_planned()
    {
        var hop = Sample.Request() with { ExternalId = "external", Duration = new SessionDuration(900) };

        await WalkAsync(hop);

        Assert.Same(hop, Assert.Single(sts.Calls).Request);
    }

    [Fact]
    public async Task A_hop_that_fails_ends_the_walk_with_a_finding_about_its_role()
    {
        var chain = new RoleChain([Sample.Request("first"), Sample.Request("second"), Sample.Request("third")], false);
        var deniesSecond = new DenyingAfter(sts, 1);

        var finding = await Sample.FindingOfAsync(
            () => new ChainWalker(deniesSecond, new FakePrompt(), lines.Add).WalkAsync(chain, Start, Sample.Endpoint, default));

        Assert.Equal(("AssumeDenied", "arn:aws:iam::222222222222:role/second"), (finding.Id, finding.Target));
        Assert.Contains("arn:aws:sts::222222222222:assumed-role/first/task", finding.Cause, StringComparison.Ordinal);
        Assert.Equal(["first"], sts.Roles);
    }

    [Fact]
    public async Task The_trace_says_who_started_and_what_was_assumed_without_a_secret()
    {
        await WalkAsync(Sample.Request("first"), Sample.Request("second"));

        Assert.Collection(
            lines,
            line => Wording.Names(line, "environment keys …USER"),
            line => Wording.Names(line, "arn:aws:sts::222222222222:assumed-role/first/task", "eu-west-1", "request-first"),
            line => Wording.Names(line, "arn:aws:sts::222222222222:assumed-role/second/task", "eu-west-1", "request-second"));
        Assert.All(lines, line => Assert.DoesNotMatch("(secret|token)-of", line));
    }

    [Fact]
    public async Task A_code_that_is_missing_is_asked_for_when_the_call_is_made()
    {
        var prompt = new FakePrompt("123456");

        await Walker(prompt).AssumeAsync(Sample.Request() with { Mfa = Device }, Sample.Keys, "caller", Sample.Endpoint, default);

        Assert.Equal([Device], prompt.Asked);
        Assert.Equal(Device with { TokenCode = "123456" }, Assert.Single(sts.Calls).Request!.Mfa);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nobody_is_asked_for_a_code_that_is_there_or_not_needed(bool given)
    {
        var prompt = new FakePrompt("999999");

        var hop = Sample.Request() with { Mfa = given ? Device with { TokenCode = "123456" } : null };
        await Walker(prompt).AssumeAsync(hop, Sample.Keys, "caller", Sample.Endpoint, default);

        Assert.Empty(prompt.Asked);
    }

    [Theory]
    [InlineData(null, "TokenCodeMissing")]
    [InlineData("12345", "MfaInvalid")]
    [InlineData("", "MfaInvalid")]
    public async Task Without_a_usable_code_nothing_is_sent(string? typed, string id)
    {
        var finding = await Sample.FindingOfAsync(() => Walker(new FakePrompt(typed))
            .AssumeAsync(Sample.Request() with { Mfa = Device }, Sample.Keys, "caller", Sample.Endpoint, default));

        Assert.Equal(id, finding.Id);
        Assert.Empty(sts.Calls);
    }

    private ChainWalker Walker(FakePrompt? prompt = null) => new(sts, prompt ?? new FakePrompt(), lines.Add);

    private Task<SessionCredentials> WalkAsync(params RoleRequest[] hops) =>
        Walker().WalkAsync(new RoleChain(hops, false), Start, Sample.Endpoint, default);

    /// <summary>Grants some calls and denies the rest.</summary>
    private sealed class DenyingAfter(FakeTokenService inner, int granted) : ISecurityTokenService
    {
        public Task<SessionCredentials> AssumeRoleAsync(
            RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken) =>
            inner.Calls.Count < granted
                ? inner.AssumeRoleAsync(request, keys, endpoint, cancellationToken)
                : Task.FromException<SessionCredentials>(new StsException(new StsFault("AccessDenied", "No.", 403, "id")));

        public Task<CallerIdentity> GetCallerIdentityAsync(AwsKeys keys, StsEndpoint endpoint, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
