using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Worlds;
using AssumeRole.Testing;

namespace AssumeRole.Sandbox.Tests;

/// <summary>A rehearsal may last for days.</summary>
public sealed class SessionStoreTests
{
    [Fact]
    public async Task Sessions_that_ended_long_ago_are_forgotten_and_younger_ones_known()
    {
        var world = await WorldReader.ReadAsync(null, CancellationToken.None);
        var time = new ManualTimeProvider();
        var store = new SessionStore(time, TimeSpan.FromHours(12), new IssuedSecrets());
        RoleSession Add() => store.Issue(new RoleSession { Role = world.Roles[0], Name = "task" }, TimeSpan.FromHours(1));

        var old = Enumerable.Range(0, 500).Select(_ => Add()).ToArray();
        time.Advance(TimeSpan.FromHours(12));
        var young = Enumerable.Range(0, 500).Select(_ => Add()).ToArray();
        Assert.All(old, session => Assert.NotNull(store.Find(session.AccessKeyId)));
        time.Advance(TimeSpan.FromHours(2));
        for (var count = 0; count < 1024; count++) Add();

        Assert.All(old, session => Assert.Null(store.Find(session.AccessKeyId)));
        Assert.All(young, session => Assert.NotNull(store.Find(session.AccessKeyId)));
    }
}
