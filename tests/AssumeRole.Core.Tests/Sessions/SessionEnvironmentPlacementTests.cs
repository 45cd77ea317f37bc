using AssumeRole.Sessions;

namespace AssumeRole.Core.Tests.Sessions;

/// <summary>Plain variables, as a sandbox places them, among roles that come and go.</summary>
public sealed class SessionEnvironmentPlacementTests
{
    private static readonly Dictionary<string, string?> Sandbox = new()
    {
        ["AWS_ACCESS_KEY_ID"] = null,
        ["AWS_ENDPOINT_URL_STS"] = "http://127.0.0.1:1",
        ["AWS_REGION"] = "eu-west-1",
    };

    private readonly FakeVariables variables = new(("AWS_ACCESS_KEY_ID", "AKIAUSER"), ("AWS_REGION", "us-east-2"));
    private readonly FakeOwner owner = new();
    private readonly IReadOnlyDictionary<string, string> before;
    private readonly SessionEnvironment environment;

    public SessionEnvironmentPlacementTests()
    {
        before = variables.Snapshot();
        environment = new SessionEnvironment(variables, new ManualTimeProvider());
    }

    [Fact]
    public void Variables_are_placed_and_taken_out_again()
    {
        var placement = environment.Place(Sandbox);
        Assert.Equal(
            new Dictionary<string, string> { ["AWS_ENDPOINT_URL_STS"] = "http://127.0.0.1:1", ["AWS_REGION"] = "eu-west-1" },
            variables.Snapshot());

        placement.Dispose();
        placement.Dispose();
        Assert.Equal(before, variables.Snapshot());
        Assert.Null(environment.Current);
    }

    [Fact]
    public void A_sandbox_that_stops_below_a_role_leaves_the_role_in_force()
    {
        var placement = environment.Place(Sandbox);
        environment.Use(Sample.Session(), null, owner);

        placement.Dispose();
        Assert.Equal("ASIA-deploy", variables.Get("AWS_ACCESS_KEY_ID"));
        Assert.Equal("us-east-2", variables.Get("AWS_REGION"));
        Assert.Null(variables.Get("AWS_ENDPOINT_URL_STS"));

        environment.Clear(owner);
        Assert.Equal(before, variables.Snapshot());
    }

    [Fact]
    public void A_role_that_is_cleared_below_a_sandbox_leaves_the_sandbox_in_place()
    {
        environment.Use(Sample.Session(), "ap-south-1", owner);
        var placement = environment.Place(Sandbox);

        environment.Clear(owner);
        Assert.Null(variables.Get("AWS_ACCESS_KEY_ID"));
        Assert.Null(variables.Get("AWS_SESSION_TOKEN"));
        Assert.Equal("eu-west-1", variables.Get("AWS_REGION"));

        placement.Dispose();
        Assert.Equal(before, variables.Snapshot());
    }

    [Fact]
    public void A_role_below_a_sandbox_is_out_of_force_until_the_sandbox_stops()
    {
        environment.Use(Sample.Session(), null, owner);
        var placement = environment.Place(Sandbox);
        Assert.Null(environment.Current);
        Assert.Null(environment.CurrentCredentials);

        placement.Dispose();
        Assert.Equal(Sample.Session().AssumedRoleArn, environment.Current?.AssumedRoleArn);
    }

    [Fact]
    public void A_sandbox_placed_inside_a_block_outlives_it()
    {
        IDisposable placement;
        using (environment.Enter(Sample.Session(), null, owner)) placement = environment.Place(Sandbox);

        Assert.Equal("http://127.0.0.1:1", variables.Get("AWS_ENDPOINT_URL_STS"));
        Assert.Null(variables.Get("AWS_ACCESS_KEY_ID"));
        placement.Dispose();
        Assert.Equal(before, variables.Snapshot());
    }

    [Fact]
    public void A_role_used_over_a_sandbox_inside_a_block_ends_with_the_block()
    {
        var block = environment.Enter(Sample.Session("block"), null, owner);
        var placement = environment.Place(Sandbox);
        environment.Use(Sample.Session("inside"), null, owner);

        block.Dispose();
        Assert.Null(environment.Current);
        Assert.Null(variables.Get("AWS_ACCESS_KEY_ID"));
        placement.Dispose();
        Assert.Equal(before, variables.Snapshot());
    }

    [Fact]
    public void The_worker_of_a_sandbox_is_what_the_sandbox_says()
    {
        environment.Use(Sample.Session(), null, owner);
        using var placement = environment.Place(Sandbox);
        environment.Use(Sample.Session("rehearsed"), null, owner);

        Assert.Null(environment.BeforeRoles.Get("AWS_ACCESS_KEY_ID"));
        Assert.Equal("http://127.0.0.1:1", environment.BeforeRoles.Get("AWS_ENDPOINT_URL_STS"));
        Assert.Equal("eu-west-1", environment.BeforeRoles.Get("AWS_REGION"));
    }
}
