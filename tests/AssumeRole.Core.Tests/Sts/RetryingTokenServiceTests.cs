using AssumeRole.Credentials;
using AssumeRole.Sts;

namespace AssumeRole.Core.Tests.Sts;

public sealed class RetryingTokenServiceTests
{
    private static readonly StsFault Throttling = new("Throttling", "Rate exceeded", 400, "id");

    private readonly FakeTokenService inner = new();
    private readonly ImpatientTimeProvider time = new();

    [Theory]
    [InlineData("Throttling", "Rate exceeded", 400)]
    [InlineData("InternalFailure", "", 500)]
    [InlineData("ServiceUnavailable", "", 503)]
    [InlineData("IDPCommunicationError", "", 400)]
    [InlineData("", "Connection reset by peer", 0)]
    public async Task What_may_pass_is_sent_again(string code, string message, int status)
    {
        inner.Fail(new StsFault(code, message, status, ""));

        Assert.Equal("ASIA-deploy", (await AssumeAsync()).AccessKeyId);
        Assert.Equal(2, inner.Calls.Count);
    }

    [Theory]
    [InlineData("AccessDenied", 403)]
    [InlineData("ValidationError", 400)]
    [InlineData("ExpiredToken", 403)]
    [InlineData("MalformedPolicyDocument", 400)]
    public async Task What_cannot_pass_is_not_sent_again(string code, int status)
    {
        inner.Fail(new StsFault(code, "", status, ""));

        var error = await Assert.ThrowsAsync<StsException>(() => AssumeAsync());
        Assert.Equal(code, error.Fault.Code);
        Assert.Single(inner.Calls);
        Assert.Empty(time.Delays);
    }

    [Fact]
    public async Task After_five_attempts_the_last_fault_is_the_answer()
    {
        for (var number = 1; number <= 6; number++) inner.Fail(Throttling with { RequestId = $"id-{number}" });

        var error = await Assert.ThrowsAsync<StsException>(() => AssumeAsync());
        Assert.Equal("id-5", error.Fault.RequestId);
        Assert.Equal(5, inner.Calls.Count);
    }

    [Fact]
    public async Task Without_any_answer_there_are_three_attempts()
    {
        for (var number = 1; number <= 4; number++) inner.Fail(new StsFault("", $"Connection refused {number}", 0, ""));

        var error = await Assert.ThrowsAsync<StsException>(() => AssumeAsync());
        Assert.Equal("Connection refused 3", error.Fault.Message);
        Assert.Equal(3, inner.Calls.Count);
    }

    [Fact]
    public async Task A_throttled_call_goes_on_for_as_long_as_others_are_served()
    {
        var calls = 0;
        inner.Decide = request => request.Role.Name == "deploy" && ++calls < 12 ? Throttling : null;

        Assert.Equal("ASIA-deploy", (await AssumeBesideOthersAsync(1)).AccessKeyId);
        Assert.Equal(
            [200, 400, 800, 1600, 3200, 3200, 3200, 3200, 3200, 3200, 3200], time.Delays.Select(delay => (int)delay.TotalMilliseconds));
    }

    [Fact]
    public async Task But_not_for_ever()
    {
        inner.Decide = request => request.Role.Name == "deploy" ? Throttling : null;

        await Assert.ThrowsAsync<StsException>(() => AssumeBesideOthersAsync(0));
        Assert.Equal(100, inner.Roles.Count(role => role == "deploy"));
    }

    [Fact]
    public async Task Others_who_are_served_are_no_hope_where_STS_itself_fails()
    {
        inner.Decide = request => request.Role.Name == "deploy" ? new StsFault("InternalFailure", "", 500, "") : null;

        await Assert.ThrowsAsync<StsException>(() => AssumeBesideOthersAsync(0));
        Assert.Equal(5, inner.Roles.Count(role => role == "deploy"));
    }

    [Theory]
    [InlineData(1, null, 1)]
    [InlineData(2, null, 2)]
    [InlineData(10, null, 10)]
    [InlineData(null, "standard", 3)]
    [InlineData(null, "legacy", 5)]
    [InlineData(null, "adaptive", 5)]
    [InlineData(4, "standard", 4)]
    public async Task The_users_settings_say_how_many_attempts_there_are(int? most, string? mode, int expected)
    {
        for (var number = 1; number <= 20; number++) inner.Fail(Throttling);

        await Assert.ThrowsAsync<StsException>(() => Service(() => 0).AssumeRoleAsync(
            Sample.Request(), Sample.Keys, Sample.Endpoint with { Retries = new RetryOptions(most, mode) }, default));

        Assert.Equal(expected, inner.Calls.Count);
    }

    [Theory]
    [InlineData(6, null, 6)]
    [InlineData(null, "standard", 3)]
    public async Task They_hold_for_calls_without_an_answer_and_beside_others_that_are_served(int? most, string? mode, int expected)
    {
        var retries = new RetryOptions(most, mode);
        inner.Decide = request => request.Role.Name == "deploy" ? Throttling : null;

        await Assert.ThrowsAsync<StsException>(() => AssumeBesideOthersAsync(0, retries));
        Assert.Equal(expected, inner.Roles.Count(role => role == "deploy"));

        inner.Decide = _ => new StsFault("", "Connection refused", 0, "");
        var before = inner.Calls.Count;
        await Assert.ThrowsAsync<StsException>(() => Service(() => 0).AssumeRoleAsync(
            Sample.Request(), Sample.Keys, Sample.Endpoint with { Retries = retries }, default));
        Assert.Equal(expected, inner.Calls.Count - before);
    }

    [Theory]
    [InlineData(1.0, new[] { 200, 400, 800, 1600 })]
    [InlineData(0.5, new[] { 100, 200, 400, 800 })]
    [InlineData(0.25, new[] { 50, 100, 200, 400 })]
    public async Task The_delay_is_a_random_part_of_a_span_that_doubles(double random, int[] milliseconds)
    {
        for (var number = 1; number <= 4; number++) inner.Fail(Throttling);

        await AssumeAsync(() => random);

        Assert.Equal(milliseconds.Select(number => TimeSpan.FromMilliseconds(number)), time.Delays);
    }

    [Fact]
    public async Task Every_delay_draws_its_own_lot()
    {
        var lots = new Queue<double>([1.0, 0.5]);
        inner.Fail(Throttling);
        inner.Fail(Throttling);

        await AssumeAsync(lots.Dequeue);

        Assert.Equal([TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200)], time.Delays);
    }

    [Fact]
    public async Task The_same_request_is_sent_each_time()
    {
        inner.Fail(Throttling);

        await AssumeAsync();

        Assert.Equal(inner.Calls[0], inner.Calls[1]);
    }

    [Fact]
    public async Task GetCallerIdentity_is_sent_again_too()
    {
        inner.Fail(Throttling);

        var caller = await Service(() => 1).GetCallerIdentityAsync(Sample.Keys, Sample.Endpoint, default);

        Assert.Equal("111111111111", caller.Account);
        Assert.Equal(2, inner.Calls.Count);
    }

    [Fact]
    public async Task Giving_up_during_a_delay_ends_it()
    {
        using var impatience = new CancellationTokenSource();
        inner.Fail(Throttling);
        var waiting = new RetryingTokenService(inner, new ManualTimeProvider(), () => 1)
            .AssumeRoleAsync(Sample.Request(), Sample.Keys, Sample.Endpoint, impatience.Token);
        Assert.False(waiting.IsCompleted);

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Single(inner.Calls);
    }

    /// <summary>Between two attempts another call of the same fan-out is served.</summary>
    private Task<SessionCredentials> AssumeBesideOthersAsync(double lot, RetryOptions? retries = null)
    {
        RetryingTokenService? service = null;
        service = Service(() =>
        {
            var other = service!.AssumeRoleAsync(Sample.Request("other"), Sample.Keys, Sample.Endpoint, default);
            Assert.True(other.IsCompletedSuccessfully);
            return lot;
        });
        return service.AssumeRoleAsync(
            Sample.Request(), Sample.Keys, Sample.Endpoint with { Retries = retries ?? new RetryOptions() }, default);
    }

    private RetryingTokenService Service(Func<double> random) => new(inner, time, random);

    private Task<SessionCredentials> AssumeAsync(Func<double>? random = null) =>
        Service(random ?? (() => 1)).AssumeRoleAsync(Sample.Request(), Sample.Keys, Sample.Endpoint, default);
}
