using AssumeRole.Soak.Worlds;

namespace AssumeRole.Soak.Tests;

/// <summary>A seed gives the same run again.</summary>
public sealed class DrawTests
{
    [Fact]
    public void The_same_seed_gives_the_same_world_and_fault()
    {
        for (var number = 0; number < 50; number++)
        {
            Assert.Equal(RandomWorld.Of(new Draw(5, "world", number)), RandomWorld.Of(new Draw(5, "world", number)));
            Assert.Equal(RandomFaults.Of(new Draw(5, "fault", number)).Name, RandomFaults.Of(new Draw(5, "fault", number)).Name);
        }
    }

    [Fact]
    public void Another_seed_purpose_or_number_gives_others()
    {
        static string First(int seed, string purpose, int number) => new Draw(seed, purpose, number).Letters(20);
        var all = Enumerable.Range(0, 1000).SelectMany(number => new[] { First(1, "a", number), First(2, "a", number), First(1, "b", number) });
        Assert.Equal(3000, all.Distinct().Count());
    }

    [Fact]
    public void Every_fault_comes_up()
    {
        var names = Enumerable.Range(0, 3000).Select(number => RandomFaults.Of(new Draw(1, "fault", number)).Name).ToHashSet();
        Assert.Equal(RandomFaults.Names.Count + 1, names.Count);
    }
}
