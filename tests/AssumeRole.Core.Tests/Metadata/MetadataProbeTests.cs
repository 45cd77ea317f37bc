using System.Net.Sockets;
using AssumeRole.Metadata;
using Reply = AssumeRole.Testing.ScriptedMetadata.Reply;

namespace AssumeRole.Core.Tests.Metadata;

/// <summary>When the probe asks and when it decides.</summary>
public sealed class MetadataProbeTests
{
    private readonly ScriptedMetadata service = new();

    [Fact]
    public async Task A_token_that_comes_is_healthy_and_nothing_is_asked_without_one()
    {
        var diagnosis = await service.Token(Reply.Of(200, "token-1", after: 3)).ProbeAsync();

        Assert.Equal((null, "The IMDSv2 token was issued.", 1), Key(diagnosis));
        Assert.Equal(new Secret("token-1"), diagnosis.Token);
        Assert.Null(diagnosis.Finding);
        Assert.Null(diagnosis.Version1Open);
        Assert.Equal(["PUT 0"], service.Sent);
    }

    [Theory]
    [InlineData(401, "", false, null)]
    [InlineData(200, "i-0123456789abcdef0", true, "i-0123456789abcdef0")]
    [InlineData(200, "i-0; rm -rf /", true, null)]
    public async Task In_detail_the_request_without_a_token_goes_along(int status, string body, bool open, string? id)
    {
        service.Tokenless = Reply.Of(status, body, after: 2);

        var diagnosis = await service.Token(Reply.Of(200, "token-1", after: 3)).ProbeAsync(detailed: true);

        Assert.Equal(
            (null, open, id, 2),
            (diagnosis.Finding?.Id, diagnosis.Version1Open, diagnosis.InstanceId, diagnosis.RoundTrips));
        Assert.Equal($"The IMDSv2 token was issued. A GET without a token was answered with {status} in 2 ms.", diagnosis.Evidence);
        Assert.Equal(["PUT 0", "GET 0"], service.Sent);
    }

    [Theory]
    [InlineData(401, "", "<id>")]
    [InlineData(200, "i-0123456789abcdef0\n", "i-0123456789abcdef0")]
    public async Task A_silent_PUT_beside_a_prompt_GET_is_the_hop_limit(int status, string body, string id)
    {
        service.Tokenless = Reply.Of(status, body, after: 3, server: "EC2ws");

        var diagnosis = await service.Token(Reply.Silence).ProbeAsync();

        Assert.Equal("MetadataHopLimit", diagnosis.Finding!.Id);
        Assert.Equal(
            "PUT /latest/api/token, sent 2 times, was not answered within 1.25 s. "
                + $"A GET without a token was answered with {status} in 3 ms (Server: EC2ws).",
            diagnosis.Evidence);
        Assert.Contains(
            $"aws ec2 modify-instance-metadata-options --instance-id {id} --http-put-response-hop-limit 2 --http-endpoint enabled",
            diagnosis.Finding.Remedy,
            StringComparison.Ordinal);
        Assert.Equal(id == "<id>", diagnosis.Finding.Remedy.Contains("board_asset_tag", StringComparison.Ordinal));
        Assert.Null(diagnosis.Token);
        Assert.Equal(["PUT 0", "GET 250", "PUT 253"], service.Sent);
        Assert.Equal(1253, service.DecidedAfter);
    }

    [Fact]
    public async Task More_attempts_do_not_put_the_decision_off()
    {
        var diagnosis = await service.Token(Reply.Silence).ProbeAsync(false, ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "10"));

        Assert.Equal(("MetadataHopLimit", 1250), (diagnosis.Finding?.Id, service.DecidedAfter));
    }

    [Fact]
    public async Task One_attempt_is_enough_to_decide()
    {
        var diagnosis = await service.Token(Reply.Silence).ProbeAsync(false, ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "1"));

        Assert.Equal(("MetadataHopLimit", 1000), (diagnosis.Finding?.Id, service.DecidedAfter));
        Assert.Equal(["PUT 0", "GET 250"], service.Sent);
    }

    [Fact]
    public async Task Little_patience_still_measures_silence()
    {
        var diagnosis = await service.Token(Reply.Of(200, "t", after: 200)).ProbeAsync(false, ("AWS_METADATA_SERVICE_TIMEOUT", "0.05"));

        Assert.Null(diagnosis.Finding);
    }

    [Theory]
    [InlineData(260)]
    [InlineData(900)]
    [InlineData(1200)]
    public async Task A_late_token_is_no_hop_limit(int milliseconds)
    {
        var diagnosis = await service.Token(Reply.Of(200, "late", after: milliseconds)).ProbeAsync();

        Assert.Equal(
            (null, new Secret("late"), milliseconds),
            (diagnosis.Finding?.Id, diagnosis.Token, service.DecidedAfter));
        Assert.Null(diagnosis.Version1Open);
    }

    [Fact]
    public async Task A_packet_that_was_lost_is_no_hop_limit()
    {
        var diagnosis = await service.Token(Reply.Silence).Token(Reply.Of(200, "second", after: 1)).ProbeAsync();

        Assert.Equal((null, new Secret("second")), (diagnosis.Finding?.Id, diagnosis.Token));
        Assert.Equal(["PUT 0", "GET 250", "PUT 250"], service.Sent);
    }

    [Fact]
    public async Task A_GET_that_takes_a_moment_puts_the_decision_off()
    {
        service.Tokenless = Reply.Of(401, after: 500);

        var diagnosis = await service.Token(Reply.Silence).ProbeAsync();

        Assert.Equal(("MetadataHopLimit", 2000), (diagnosis.Finding?.Id, service.DecidedAfter));
        Assert.Equal(["PUT 0", "GET 250", "PUT 1000"], service.Sent);
    }

    [Theory]
    [InlineData(600, "2", 2400)]
    [InlineData(999, "2", 3996)]
    [InlineData(600, "1", 2400)]
    [InlineData(999, "1", 3996)]
    public async Task A_GET_that_takes_its_time_makes_the_silence_longer_that_proves_the_hop_limit(int milliseconds, string attempts, int decided)
    {
        service.Tokenless = Reply.Of(401, after: milliseconds);

        var slow = await service.Token(Reply.Silence).ProbeAsync(false, ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", attempts));

        Assert.Equal(("MetadataHopLimit", decided), (slow.Finding!.Id, service.DecidedAfter));
        Assert.Contains($"answered with 401 in {milliseconds} ms", slow.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2100, 600)]
    [InlineData(2399, 600)]
    [InlineData(3990, 999)]
    public async Task A_token_that_comes_within_the_longer_silence_is_healthy(int token, int tokenless)
    {
        service.Tokenless = Reply.Of(401, after: tokenless);

        var late = await service.Token(Reply.Of(200, "late", after: token)).ProbeAsync();

        Assert.Equal((null, new Secret("late"), token), (late.Finding?.Id, late.Token, service.DecidedAfter));
    }

    [Theory]
    [InlineData("2", 2000)]
    [InlineData("1", 1250)]
    public async Task A_GET_that_is_not_answered_in_time_proves_nothing(string attempts, int decided)
    {
        service.Tokenless = Reply.Of(401, after: 1001);

        var slow = await service.Token(Reply.Silence).ProbeAsync(false, ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", attempts));

        Assert.Equal(("MetadataSilent", decided), (slow.Finding!.Id, service.DecidedAfter));
    }

    [Fact]
    public async Task An_answer_that_has_begun_is_no_silence_and_nothing_is_asked_without_a_token()
    {
        var diagnosis = await service.Token(Reply.Beginning).ProbeAsync(false, ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "1"));

        Assert.Equal("MetadataSlow", diagnosis.Finding?.Id);
        Assert.Equal(["PUT 0"], service.Sent);
    }

    [Theory]
    [InlineData(799, "MetadataSilent")]
    [InlineData(800, "MetadataHopLimit")]
    public void Silence_is_the_hop_limit_from_four_times_the_GET_on(int silence, string id)
    {
        var token = new MetadataAnswer(MetadataAnswerKind.Silent, TimeSpan.FromMilliseconds(silence));
        var tokenless = new MetadataAnswer(MetadataAnswerKind.Complete, TimeSpan.FromMilliseconds(200)) { Status = 401 };

        Assert.Equal(id, new MetadataReading("http://169.254.169.254", token, tokenless, RoundTrips: 2).Diagnose().Finding?.Id);
    }

    [Fact]
    public async Task Silence_on_both_ways_is_not_decided()
    {
        service.Tokenless = Reply.Silence;

        var diagnosis = await service.Token(Reply.Silence).ProbeAsync();

        Assert.Equal(("MetadataSilent", 2000), (diagnosis.Finding!.Id, service.DecidedAfter));
        Assert.Contains("does not clear the hop limit", diagnosis.Finding.Remedy, StringComparison.Ordinal);
        Assert.Equal(
            "PUT /latest/api/token, sent 2 times, was not answered within 2 s. A GET without a token was not answered within 1 s.",
            diagnosis.Evidence);
        Assert.Equal(["PUT 0", "GET 250", "PUT 1000"], service.Sent);
    }

    [Fact]
    public async Task A_service_that_is_off_says_so_even_if_one_answer_dies()
    {
        service.Tokenless = Reply.Of(403);

        Assert.Equal("MetadataDisabled", (await service.Token(Reply.Silence).ProbeAsync()).Finding?.Id);
    }

    [Fact]
    public async Task A_fault_tells_more_than_silence()
    {
        var error = new HttpRequestException("failed", new SocketException((int)SocketError.HostUnreachable));

        var diagnosis = await service.Token(Reply.Silence).Token(Reply.Failure(error)).ProbeAsync();

        Assert.Equal("MetadataUnavailable", diagnosis.Finding!.Id);
        Assert.Contains("cut off on the way", diagnosis.Finding.Cause, StringComparison.Ordinal);
        Assert.Contains("answered with 401", diagnosis.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_metadata_is_forbidden_nothing_is_sent()
    {
        var diagnosis = await service.ProbeAsync(true, ("AWS_EC2_METADATA_DISABLED", "true"));

        Assert.Equal(("MetadataDisabled", "AWS_EC2_METADATA_DISABLED is true.", 0), Key(diagnosis));
        Assert.Equal("Unset AWS_EC2_METADATA_DISABLED.", diagnosis.Finding!.Remedy);
        Assert.Empty(service.Sent);
    }

    [Fact]
    public async Task Giving_up_is_no_verdict()
    {
        using var impatience = new CancellationTokenSource();
        var silent = new FakeHttp((_, token) => FakeHttp.NeverAsync(token));
        var probe = new MetadataProbe(new HttpClient(silent), MetadataOptions.Read(new FakeVariables()), TimeProvider.System);
        var probing = probe.ProbeAsync(detailed: true, impatience.Token);

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probing);
        Assert.Equal(2, silent.Requests.Count);
    }

    private static (string? Id, string Evidence, int RoundTrips) Key(MetadataDiagnosis diagnosis) =>
        (diagnosis.Finding?.Id, diagnosis.Evidence, diagnosis.RoundTrips);
}
