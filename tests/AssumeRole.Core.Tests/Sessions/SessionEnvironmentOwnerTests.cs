using AssumeRole.Sessions;

namespace AssumeRole.Core.Tests.Sessions;

public sealed class SessionEnvironmentOwnerTests
{
    private readonly FakeVariables variables = new(("AWS_PROFILE", "mine"));
    private readonly FakeOwner owner = new();
    private readonly FakeOwner other = new();
    private readonly IReadOnlyDictionary<string, string> before;
    private readonly SessionEnvironment environment;

    public SessionEnvironmentOwnerTests()
    {
        before = variables.Snapshot();
        environment = new SessionEnvironment(variables, new ManualTimeProvider());
    }

    [Fact]
    public void A_role_of_another_live_owner_is_left_alone()
    {
        environment.Use(Sample.Session("theirs"), null, other);
        var during = variables.Snapshot();
        Action[] attempts =
        [
            () => environment.Use(Sample.Session(), null, owner),
            () => environment.Enter(Sample.Session(), null, owner),
            () => environment.Clear(owner),
            () => environment.CheckOwner(owner),
        ];

        foreach (var attempt in attempts)
        {
            var finding = Sample.FindingOf(attempt);
            Assert.Equal(("EnvironmentInUse", "arn:aws:iam::222222222222:role/theirs"), (finding.Id, finding.Target));
            Assert.Equal(during, variables.Snapshot());
        }

        Assert.Equal("arn:aws:iam::222222222222:role/theirs", environment.Clear(other)!.RoleArn);
    }

    [Fact]
    public void An_owner_who_has_cleared_holds_nothing()
    {
        environment.Use(Sample.Session(), null, other);
        environment.Clear(other);

        environment.Use(Sample.Session(), null, owner);
        Assert.NotNull(environment.Clear(owner));
    }

    [Fact]
    public void A_sandbox_is_nobodys_role()
    {
        using var placement = environment.Place(new Dictionary<string, string?> { ["AWS_REGION"] = "eu-west-1" });

        environment.CheckOwner(owner);
        environment.CheckOwner(other);
    }

    [Fact]
    public void What_a_dead_owner_used_can_be_cleared()
    {
        environment.Use(Sample.Session("theirs"), null, other);
        other.IsAlive = false;

        Assert.Equal("arn:aws:iam::222222222222:role/theirs", environment.Clear(owner)!.RoleArn);
        Assert.Equal(before, variables.Snapshot());
    }

    [Fact]
    public void What_a_dead_owner_used_is_replaced()
    {
        environment.Use(Sample.Session("theirs"), "eu-west-1", other);
        other.IsAlive = false;

        environment.Use(Sample.Session("ours"), null, owner);
        Assert.Equal("ASIA-ours", variables.Get("AWS_ACCESS_KEY_ID"));
        environment.Clear(owner);
        Assert.Equal(before, variables.Snapshot());
        Assert.Null(environment.Current);
    }

    [Fact]
    public void Every_role_of_a_dead_owner_is_taken_over_even_from_blocks_that_never_ended()
    {
        environment.Use(Sample.Session("theirs"), null, other);
        environment.Enter(Sample.Session("block"), null, other);
        other.IsAlive = false;

        environment.Use(Sample.Session("ours"), null, owner);
        environment.Clear(owner);

        Assert.Equal(before, variables.Snapshot());
        Assert.Null(environment.Current);
    }

    [Fact]
    public void Once_taken_over_a_role_is_held_against_others()
    {
        environment.Use(Sample.Session("theirs"), null, other);
        other.IsAlive = false;
        environment.CheckOwner(owner);

        Assert.Equal("EnvironmentInUse", Sample.FindingOf(() => environment.CheckOwner(new FakeOwner())).Id);
    }
}
