using AssumeRole.Credentials;
using AssumeRole.Http;
using AssumeRole.Roles;

namespace AssumeRole.Aws.Tests;

/// <summary>What sts:AssumeRole sends, field by field.</summary>
public sealed class AssumeRoleOnTheWireTests : IAsyncDisposable
{
    private const string Role = "arn:aws:iam::222222222222:role/ci/deploy";
    private static readonly AwsKeys Keys = new("ASIACALLER", new Secret("secret-of-caller"), new Secret("token-of-caller"));
    private static readonly RoleRequest Least = new() { Role = RoleArn.Parse(Role), SessionName = "task" };

    private readonly RecordingServer server = new(StsAnswers.Granted);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task The_least_request_is_role_and_session_name_and_nothing_else()
    {
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["Action"] = "AssumeRole", ["Version"] = "2011-06-15", ["RoleArn"] = Role, ["RoleSessionName"] = "task",
            },
            await SendAsync(Least));
    }

    public static TheoryData<string, RoleRequest, Dictionary<string, string>> Fields() => new()
    {
        { "duration", Least with { Duration = new SessionDuration(900) }, new() { ["DurationSeconds"] = "900" } },
        { "external id", Least with { ExternalId = "a/b:c@d" }, new() { ["ExternalId"] = "a/b:c@d" } },
        { "policy", Least with { Policy = """{"Id": "é & ="}""" }, new() { ["Policy"] = """{"Id": "é & ="}""" } },
        {
            "policy ARNs",
            Least with { PolicyArns = ["arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/B"] },
            new() { ["PolicyArns.member.1.arn"] = "arn:aws:iam::aws:policy/A", ["PolicyArns.member.2.arn"] = "arn:aws:iam::aws:policy/B" }
        },
        {
            "tags",
            Least with { Tags = [new SessionTag("team", "main one"), new SessionTag("empty", "")] },
            new()
            {
                ["Tags.member.1.Key"] = "team", ["Tags.member.1.Value"] = "main one",
                ["Tags.member.2.Key"] = "empty", ["Tags.member.2.Value"] = "",
            }
        },
        {
            "transitive tags",
            Least with { Tags = [new SessionTag("team", "main")], TransitiveTagKeys = ["team"] },
            new() { ["Tags.member.1.Key"] = "team", ["Tags.member.1.Value"] = "main", ["TransitiveTagKeys.member.1"] = "team" }
        },
        { "source identity", Least with { SourceIdentity = "alice" }, new() { ["SourceIdentity"] = "alice" } },
        {
            "MFA",
            Least with { Mfa = new MfaDevice("arn:aws:iam::111111111111:mfa/alice", "123456") },
            new() { ["SerialNumber"] = "arn:aws:iam::111111111111:mfa/alice", ["TokenCode"] = "123456" }
        },
    };

    [Theory]
    [MemberData(nameof(Fields), DisableDiscoveryEnumeration = true)]
    public async Task Each_field_is_sent_under_its_name_and_brings_no_other(
        string field, RoleRequest request, Dictionary<string, string> expected)
    {
        var form = await SendAsync(request);

        foreach (var name in new[] { "Action", "Version", "RoleArn", "RoleSessionName" }) Assert.True(form.Remove(name), field);
        Assert.Equal(expected, form);
    }

    [Fact]
    public async Task The_call_is_signed_for_its_region_with_key_and_token()
    {
        await SendAsync(Least);

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/"), (request.Method, request.Path));
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=ASIACALLER/", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Contains("/eu-west-1/sts/aws4_request", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("token-of-caller", request.Headers["X-Amz-Security-Token"]);
        Assert.DoesNotContain(request.Headers.All(), header => header.Value.Contains("secret-of-caller", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_call_says_who_makes_it_and_that_it_is_made_once()
    {
        await SendAsync(Least);

        var headers = Assert.Single(server.Requests).Headers;
        Assert.Matches(@"^AssumeRole/\d+\.\d+\.\d+ aws-sdk-dotnet-coreclr/[0-9.]+ .*api/STS#", headers["User-Agent"]);
        Assert.Equal("attempt=1; max=1", headers["amz-sdk-request"]);
        Assert.True(Guid.TryParse(headers["amz-sdk-invocation-id"], out _));
        Assert.Equal("application/x-www-form-urlencoded; charset=utf-8", headers["Content-Type"]);
        Assert.Contains(
            "SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token,", headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_users_own_keys_send_no_token()
    {
        await SendAsync(Least, Keys with { AccessKeyId = "AKIACALLER", SessionToken = null });

        Assert.Null(Assert.Single(server.Requests).Headers["X-Amz-Security-Token"]);
    }

    [Fact]
    public async Task The_answer_becomes_a_session()
    {
        var session = await Service().AssumeRoleAsync(Least, Keys, server.Endpoint, default);

        Assert.Equal(
            new SessionCredentials
            {
                RoleArn = Role,
                AssumedRoleArn = "arn:aws:sts::222222222222:assumed-role/deploy/task",
                Account = "222222222222",
                RoleSessionName = "task",
                AccessKeyId = "ASIAISSUED",
                SecretAccessKey = new Secret("sec/ret+"),
                SessionToken = new Secret("tok/en+=="),
                Expiration = StsAnswers.End,
                RequestId = "id-1",
            },
            session);
        Assert.Equal(DateTimeKind.Utc, session.Expiration.Kind);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("2026-03-04T05:06:07Z")]
    public async Task A_session_that_has_ended_by_the_servers_clock_is_a_fault(string end)
    {
        await using var other = new RecordingServer(request => Dated(request, end, "Wed, 04 Mar 2026 05:06:07 GMT"));

        var error = await Assert.ThrowsAsync<AssumeRole.Sts.StsException>(() => Service().AssumeRoleAsync(Least, Keys, other.Endpoint, default));

        Assert.Equal("StsUnreachable", error.Fault.Kind.Id);
    }

    [Theory]
    [InlineData("2026-03-04T05:06:08Z", "2026-03-04T05:06:08Z")]
    [InlineData("2026-03-05T17:06:07Z", "2026-03-05T17:06:07Z")]
    [InlineData("2026-03-05T17:06:08Z", "2026-03-05T17:06:07Z")]
    [InlineData("9999-12-31T23:59:59Z", "2026-03-05T17:06:07Z")]
    public async Task A_session_counts_for_36_hours_at_most_by_the_servers_clock(string end, string expected)
    {
        await using var other = new RecordingServer(request => Dated(request, end, "Wed, 04 Mar 2026 05:06:07 GMT"));

        var session = await Service().AssumeRoleAsync(Least, Keys, other.Endpoint, default);

        Assert.Equal(DateTime.Parse(expected, null, System.Globalization.DateTimeStyles.AdjustToUniversal), session.Expiration);
    }

    [Theory]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", "9999-12-31T23:59:58Z", false)]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT", "9999-12-31T23:59:59Z", true)]
    public async Task A_date_at_the_ends_of_time_is_no_crash(string date, string end, bool isSession)
    {
        await using var other = new RecordingServer(request => Dated(request, end, date));

        var calling = Service().AssumeRoleAsync(Least, Keys, other.Endpoint, default);

        if (isSession) Assert.NotNull(await calling);
        else await Assert.ThrowsAsync<AssumeRole.Sts.StsException>(() => calling);
    }

    private static HttpResponse Dated(HttpRequest request, string end, string date)
    {
        // The server would add a Date of its own.
        var body = StsAnswers.Granted(request, StsAnswers.CredentialsUntil(end)).Body;
        var head = $"HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Type: text/xml\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        return HttpResponse.Raw((byte[])[.. System.Text.Encoding.ASCII.GetBytes(head), .. body.Span]);
    }

    [Fact]
    public async Task GetCallerIdentity_asks_and_answers()
    {
        await using var other = new RecordingServer(request => StsAnswers.Granted(
            request, "<Arn>arn:aws:iam::111111111111:user/alice</Arn><UserId>AIDAEXAMPLE</UserId><Account>111111111111</Account>"));

        var caller = await Service().GetCallerIdentityAsync(Keys, other.Endpoint, default);

        Assert.Equal(new AssumeRole.Sts.CallerIdentity("111111111111", "arn:aws:iam::111111111111:user/alice", "AIDAEXAMPLE"), caller with { ServerTime = null });
        Assert.InRange(caller.ServerTime!.Value, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.Equal(
            new Dictionary<string, string> { ["Action"] = "GetCallerIdentity", ["Version"] = "2011-06-15" },
            RecordingServer.FormOf(Assert.Single(other.Requests)));
    }

    [Theory]
    [InlineData("PackedPolicySize", 42)]
    [InlineData("SessionTokenUtilization", 43)]
    public async Task How_full_the_session_is_is_read_under_either_name(string element, int percent)
    {
        await using var other = new RecordingServer(request => StsAnswers.Granted(
            request, $"{StsAnswers.Credentials}<{element}>{percent}</{element}>"));

        var session = await Service().AssumeRoleAsync(Least, Keys, other.Endpoint, default);

        Assert.Equal(percent, session.PackedPolicyPercent);
    }

    private static AssumeRole.Sts.ISecurityTokenService Service() => new AwsServices().SecurityTokenService;

    private async Task<Dictionary<string, string>> SendAsync(RoleRequest request, AwsKeys? keys = null)
    {
        await Service().AssumeRoleAsync(request, keys ?? Keys, server.Endpoint, default);
        return RecordingServer.FormOf(Assert.Single(server.Requests));
    }
}
