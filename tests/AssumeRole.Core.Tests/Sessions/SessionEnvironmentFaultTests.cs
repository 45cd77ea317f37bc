using AssumeRole.Sessions;

namespace AssumeRole.Core.Tests.Sessions;

/// <summary>A variable that cannot be set leaves no half of a session behind.</summary>
public sealed class SessionEnvironmentFaultTests
{
    private readonly FakeVariables variables = new(("AWS_PROFILE", "mine"), ("AWS_SECRET_ACCESS_KEY", "secret-of-user"));
    private readonly FakeOwner owner = new();
    private readonly IReadOnlyDictionary<string, string> before;
    private readonly SessionEnvironment environment;

    public SessionEnvironmentFaultTests()
    {
        before = variables.Snapshot();
        environment = new SessionEnvironment(variables, new ManualTimeProvider());
    }

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID", "ASIA-two")]
    [InlineData("AWS_SESSION_TOKEN", "token-of-two")]
    [InlineData("AWS_DEFAULT_REGION", "eu-west-1")]
    public void Nothing_is_in_force_after_a_Use_that_failed(string name, string value)
    {
        Refuse(name, value);

        Assert.Throws<IOException>(() => environment.Use(Sample.Session("two"), "eu-west-1", owner));

        Assert.Equal(before, variables.Snapshot());
        Assert.Null(environment.Current);
    }

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID", "ASIA-two")]
    [InlineData("AWS_SESSION_TOKEN", "token-of-two")]
    [InlineData("AWS_DEFAULT_REGION", "eu-west-1")]
    public void The_session_that_was_to_be_replaced_stays_in_force(string name, string value)
    {
        environment.Use(Sample.Session("one"), "us-east-2", owner);
        var during = variables.Snapshot();
        Refuse(name, value);

        Assert.Throws<IOException>(() => environment.Use(Sample.Session("two"), "eu-west-1", owner));

        Assert.Equal(during, variables.Snapshot());
        Assert.Equal("ASIA-one", environment.Current!.AccessKeyId);
        environment.Clear(owner);
        Assert.Equal(before, variables.Snapshot());
    }

    [Fact]
    public void A_block_that_could_not_begin_leaves_nothing()
    {
        Refuse("AWS_SESSION_TOKEN", "token-of-two");

        Assert.Throws<IOException>(() => environment.Enter(Sample.Session("two"), null, owner));

        Assert.Equal(before, variables.Snapshot());
        Assert.Null(environment.Current);
    }

    [Fact]
    public void A_sandbox_that_could_not_be_placed_leaves_nothing()
    {
        Refuse("B", "2");

        Assert.Throws<IOException>(() => environment.Place(new Dictionary<string, string?> { ["A"] = "1", ["B"] = "2", ["C"] = "3" }));

        Assert.Equal(before, variables.Snapshot());
    }

    [Fact]
    public void A_variable_that_can_never_be_set_is_not_touched_again_on_the_way_back()
    {
        variables.Refuses = (name, _) => name == "AWS_SESSION_TOKEN";

        var error = Assert.Throws<IOException>(() => environment.Use(Sample.Session("two"), "eu-west-1", owner));

        Assert.Equal("AWS_SESSION_TOKEN cannot be set.", error.Message);
        Assert.Equal(before, variables.Snapshot());
    }

    private void Refuse(string refused, string refusedValue) =>
        variables.Refuses = (name, value) => name == refused && value == refusedValue;
}
