using AssumeRole.Findings;
using AssumeRole.Rotation;

namespace AssumeRole.Serving.Tests.Rotation;

public sealed class RotationThrottleTests
{
    [Fact]
    public async Task Only_as_many_enter_as_are_allowed()
    {
        var throttle = new RotationThrottle(2);
        await throttle.EnterAsync(default);
        await throttle.EnterAsync(default);
        var third = throttle.EnterAsync(default);

        Assert.False(third.IsCompleted);
        throttle.Leave();
        await third;
    }

    [Fact]
    public void One_wave_of_refusals_slows_down_once_and_every_account_that_is_done_speeds_up()
    {
        var throttle = new RotationThrottle(16);
        var generation = throttle.Generation;

        for (var refusal = 0; refusal < 10; refusal++) throttle.Slow(generation);
        Assert.Equal(12, throttle.Allowed);
        throttle.Slow(throttle.Generation);
        Assert.Equal(9, throttle.Allowed);

        throttle.Leave();
        Assert.Equal(10, throttle.Allowed);
        for (var success = 0; success < 20; success++) throttle.Leave();
        Assert.Equal(16, throttle.Allowed);
    }

    [Fact]
    public void There_is_always_place_for_one()
    {
        var throttle = new RotationThrottle(0);
        for (var wave = 0; wave < 20; wave++) throttle.Slow(throttle.Generation);

        Assert.Equal(1, throttle.Allowed);
    }

    [Fact]
    public async Task Who_waits_can_give_up()
    {
        var throttle = new RotationThrottle(1);
        await throttle.EnterAsync(default);
        using var giveUp = new CancellationTokenSource();
        var waiting = throttle.EnterAsync(giveUp.Token);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        throttle.Leave();
        await throttle.EnterAsync(default);
    }

    [Fact]
    public async Task A_throttled_call_is_made_again_after_growing_waits()
    {
        var time = new ImpatientTimeProvider();
        var throttle = new RotationThrottle(8);
        var calls = 0;

        await new RotationRetry(throttle, time, () => 1).RunAsync(
            () => ++calls < 5 ? throw FakeSecretStore.Fault("ThrottlingException") : Task.FromResult(calls), default);

        Assert.Equal([0.5, 1, 2, 4], time.Delays.Select(delay => delay.TotalSeconds));
        Assert.Equal(2, throttle.Allowed);
    }

    [Fact]
    public async Task It_ends_at_the_eighth_and_other_errors_at_once()
    {
        var retry = new RotationRetry(new RotationThrottle(8), new ImpatientTimeProvider(), () => 0);
        var calls = 0;

        await Assert.ThrowsAsync<AssumeRoleException>(() => retry.RunAsync<int>(
            () =>
            {
                calls++;
                throw FindingCatalogue.StsThrottled.Error("role", "Throttling: Rate exceeded");
            },
            default));
        Assert.Equal(8, calls);

        await Assert.ThrowsAsync<StoreException>(() => retry.RunAsync<int>(
            () =>
            {
                calls++;
                throw FakeSecretStore.Fault("AccessDeniedException");
            },
            default));
        Assert.Equal(9, calls);
    }
}
