using AssumeRole.Sandbox;
using AssumeRole.Sessions;

namespace AssumeRole.Core.Tests.Sandbox;

public sealed class SandboxSlotTests
{
    private readonly FakeVariables variables = new(("AWS_PROFILE", "mine"), ("AWS_REGION", "us-east-2"));
    private readonly IReadOnlyDictionary<string, string> before;
    private readonly SandboxSlot slot;

    public SandboxSlotTests()
    {
        before = variables.Snapshot();
        slot = new SandboxSlot(new SessionEnvironment(variables, new ManualTimeProvider()));
    }

    [Fact]
    public async Task A_sandbox_points_the_environment_at_itself_until_it_is_released()
    {
        var sandbox = new FakeSandbox();
        slot.Occupy(sandbox);
        Assert.Same(sandbox, slot.Running);
        Assert.Equal("http://127.0.0.1:40001", variables.Get("AWS_ENDPOINT_URL_STS"));

        Assert.True(await slot.ReleaseAsync(restoreEnvironment: true));
        Assert.True(sandbox.IsStopped);
        Assert.Null(slot.Running);
        Assert.Equal(before, variables.Snapshot());
        Assert.False(await slot.ReleaseAsync(restoreEnvironment: true));
    }

    [Fact]
    public async Task There_is_one_sandbox_at_a_time()
    {
        slot.Occupy(new FakeSandbox());

        Assert.Equal("SandboxRunning", Sample.FindingOf(slot.CheckFree).Id);
        Assert.Equal("SandboxRunning", Sample.FindingOf(() => slot.Occupy(new FakeSandbox(40002))).Id);
        Assert.Equal("http://127.0.0.1:40001", variables.Get("AWS_ENDPOINT_URL_STS"));
        await slot.ReleaseAsync(restoreEnvironment: true);
        slot.CheckFree();
    }

    [Fact]
    public async Task One_that_left_the_environment_as_it_was_is_followed_by_one_that_restores_it_all()
    {
        slot.Occupy(new FakeSandbox());
        await slot.ReleaseAsync(restoreEnvironment: false);
        Assert.Equal("http://127.0.0.1:40001", variables.Get("AWS_ENDPOINT_URL_STS"));

        slot.Occupy(new FakeSandbox(40002));
        Assert.Equal("http://127.0.0.1:40002", variables.Get("AWS_ENDPOINT_URL_STS"));
        await slot.ReleaseAsync(restoreEnvironment: true);

        Assert.Equal(before, variables.Snapshot());
    }

    [Fact]
    public async Task A_sandbox_that_could_not_be_placed_does_not_run()
    {
        variables.Refuses = (name, value) => name == "AWS_ENDPOINT_URL_STS" && value is not null;
        Assert.Throws<IOException>(() => slot.Occupy(new FakeSandbox()));

        Assert.Null(slot.Running);
        Assert.Equal(before, variables.Snapshot());
        Assert.False(await slot.ReleaseAsync(restoreEnvironment: true));
    }
}
