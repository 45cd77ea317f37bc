using AssumeRole.Sts;

namespace AssumeRole.Core.Tests.Sts;

public sealed class AdaptiveLimiterTests
{
    private readonly AdaptiveLimiter pace = new();

    [Fact]
    public void Nothing_is_bounded_while_STS_serves()
    {
        Enter(1000);
        for (var call = 0; call < 1000; call++) pace.Leave(StsOutcome.Served);

        Assert.Equal(double.PositiveInfinity, pace.Allowed);
        Assert.Equal(0, pace.Running);
        Assert.Equal(1000, pace.Served);
    }

    [Theory]
    [InlineData(64, 64, 32)]
    [InlineData(64, 32, 48)]
    [InlineData(64, 17, 55)]
    [InlineData(1, 1, 1)]
    public void More_than_a_quarter_refused_takes_half_of_that_part_away(int running, int throttled, int allowed)
    {
        Round(running, throttled);

        Assert.Equal(allowed, pace.Allowed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    public void Refusals_of_a_quarter_change_nothing(int throttled)
    {
        Round(64, throttled);

        Assert.Equal(double.PositiveInfinity, pace.Allowed);
    }

    [Fact]
    public void A_round_that_was_served_gives_a_tenth_and_one_back()
    {
        Round(64, 64);

        Round(32, 0);
        Assert.Equal(36, pace.Allowed);
        Round(36, 0);
        Assert.Equal(40, pace.Allowed);
    }

    [Fact]
    public void What_was_not_used_does_not_grow()
    {
        Round(64, 64);
        Round(8, 0);

        Assert.Equal(32, pace.Allowed);
    }

    [Fact]
    public void Without_an_answer_nothing_is_learnt()
    {
        Enter(64);
        for (var call = 0; call < 64; call++) pace.Leave(StsOutcome.Unanswered);

        Assert.Equal(double.PositiveInfinity, pace.Allowed);
        Assert.Equal(0, pace.Served);
    }

    [Fact]
    public void What_is_not_answered_ends_no_round()
    {
        Enter(4);
        pace.Leave(StsOutcome.Throttled);
        pace.Leave(StsOutcome.Throttled);
        pace.Leave(StsOutcome.Unanswered);
        pace.Leave(StsOutcome.Unanswered);
        Assert.Equal(double.PositiveInfinity, pace.Allowed);

        Round(2, 2);
        Assert.Equal(2, pace.Allowed);
    }

    [Fact]
    public async Task Who_finds_no_place_waits_in_order()
    {
        Round(4, 4);
        Enter(2);
        var third = pace.EnterAsync(default);
        var fourth = pace.EnterAsync(default);

        pace.Leave(StsOutcome.Unanswered);
        await third;
        Assert.False(fourth.IsCompleted);
        pace.Leave(StsOutcome.Unanswered);
        await fourth;
        Assert.Equal(2, pace.Running);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_nobodys_place()
    {
        using var giveUp = new CancellationTokenSource();
        Round(2, 2);
        Enter(1);
        var impatient = pace.EnterAsync(giveUp.Token);
        var next = pace.EnterAsync(default);

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        pace.Leave(StsOutcome.Unanswered);

        await next;
        Assert.Equal(1, pace.Running);
    }

    private void Round(int running, int throttled)
    {
        Enter(running);
        for (var call = 0; call < running; call++) pace.Leave(call < throttled ? StsOutcome.Throttled : StsOutcome.Served);
    }

    private void Enter(int callers)
    {
        for (var caller = 0; caller < callers; caller++) Assert.True(pace.EnterAsync(default).IsCompletedSuccessfully);
    }
}
