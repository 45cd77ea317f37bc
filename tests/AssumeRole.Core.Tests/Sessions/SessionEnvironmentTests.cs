using AssumeRole.Sessions;

namespace AssumeRole.Core.Tests.Sessions;

public sealed class SessionEnvironmentTests
{
    private readonly FakeVariables variables = new(
        ("PATH", "/bin"),
        ("AWS_ACCESS_KEY_ID", "AKIAUSER"),
        ("AWS_SECRET_ACCESS_KEY", "secret-of-user"),
        ("AWS_PROFILE", "mine"),
        ("AWS_CONTAINER_NEW", "later"),
        ("AWS_REGION", "us-east-2"));

    private readonly ManualTimeProvider time = new();
    private readonly FakeOwner owner = new();
    private readonly IReadOnlyDictionary<string, string> before;
    private readonly SessionEnvironment environment;

    public SessionEnvironmentTests()
    {
        before = variables.Snapshot();
        environment = new SessionEnvironment(variables, time);
    }

    [Fact]
    public void Use_sets_exactly_the_session()
    {
        environment.Use(Sample.Session(), null, owner);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["PATH"] = "/bin",
                ["AWS_ACCESS_KEY_ID"] = "ASIA-deploy",
                ["AWS_SECRET_ACCESS_KEY"] = "secret-of-deploy",
                ["AWS_SESSION_TOKEN"] = "token-of-deploy",
                ["AWS_CREDENTIAL_EXPIRATION"] = "2026-03-04T06:06:07Z",
                ["AWS_REGION"] = "us-east-2",
            },
            variables.Snapshot());
    }

    [Fact]
    public void Use_sets_the_region_that_it_is_given()
    {
        environment.Use(Sample.Session(), "eu-west-1", owner);

        Assert.Equal(("eu-west-1", "eu-west-1"), (variables.Get("AWS_REGION"), variables.Get("AWS_DEFAULT_REGION")));
        environment.Clear(owner);
        Assert.Equal(before, variables.Snapshot());
    }

    [Fact]
    public void Clear_restores_every_variable_and_unsets_what_was_unset()
    {
        environment.Use(Sample.Session(), null, owner);

        Assert.Equal("arn:aws:iam::222222222222:role/deploy", environment.Clear(owner)!.RoleArn);

        Assert.Equal(before, variables.Snapshot());
        Assert.Null(environment.Current);
    }

    [Fact]
    public void Clear_without_a_session_changes_nothing()
    {
        Assert.Null(environment.Clear(owner));
        Assert.Equal(before, variables.Snapshot());
    }

    [Fact]
    public void A_variable_that_was_set_and_empty_is_empty_again()
    {
        variables.Set("AWS_SESSION_TOKEN", "");
        environment.Use(Sample.Session(), null, owner);
        environment.Clear(owner);

        Assert.Equal("", variables.Get("AWS_SESSION_TOKEN"));
    }

    [Fact]
    public void A_second_Use_replaces_the_first_and_Clear_restores_the_very_first_values()
    {
        environment.Use(Sample.Session("one"), "eu-west-1", owner);
        environment.Use(Sample.Session("two"), null, owner);

        Assert.Equal(("ASIA-two", "us-east-2"), (variables.Get("AWS_ACCESS_KEY_ID"), variables.Get("AWS_REGION")));
        environment.Clear(owner);
        Assert.Equal(before, variables.Snapshot());
        Assert.Null(environment.Clear(owner));
    }

    [Fact]
    public void Blocks_nest_and_each_end_brings_back_the_session_around_it()
    {
        environment.Use(Sample.Session("outside"), null, owner);
        using (environment.Enter(Sample.Session("outer"), "eu-west-1", owner))
        {
            using (environment.Enter(Sample.Session("inner"), null, owner))
                Assert.Equal(("ASIA-inner", "eu-west-1"), (variables.Get("AWS_ACCESS_KEY_ID"), variables.Get("AWS_REGION")));
            Assert.Equal("ASIA-outer", variables.Get("AWS_ACCESS_KEY_ID"));
        }

        Assert.Equal("ASIA-outside", variables.Get("AWS_ACCESS_KEY_ID"));
        environment.Clear(owner);
        Assert.Equal(before, variables.Snapshot());
    }

    [Fact]
    public void A_session_used_inside_a_block_ends_with_the_block()
    {
        using (environment.Enter(Sample.Session("block"), null, owner))
        {
            environment.Use(Sample.Session("inside"), "eu-west-1", owner);
            Assert.Equal("ASIA-inside", variables.Get("AWS_ACCESS_KEY_ID"));
        }

        Assert.Equal(before, variables.Snapshot());
        Assert.Null(environment.Current);
    }

    [Fact]
    public void Clear_inside_a_block_ends_what_was_used_inside_and_not_the_block()
    {
        using var block = environment.Enter(Sample.Session("block"), null, owner);
        environment.Use(Sample.Session("inside"), null, owner);

        Assert.Equal("arn:aws:iam::222222222222:role/inside", environment.Clear(owner)!.RoleArn);
        Assert.Null(environment.Clear(owner));
        Assert.Equal("ASIA-block", variables.Get("AWS_ACCESS_KEY_ID"));
    }

    [Fact]
    public void A_block_that_ends_before_one_inside_it_ends_both()
    {
        var outer = environment.Enter(Sample.Session("outer"), null, owner);
        var inner = environment.Enter(Sample.Session("inner"), null, owner);

        outer.Dispose();
        Assert.Equal(before, variables.Snapshot());
        inner.Dispose();
        outer.Dispose();
        Assert.Equal(before, variables.Snapshot());
    }

    [Fact]
    public void Current_describes_the_session_in_force_without_its_secrets()
    {
        environment.Use(Sample.Session(), "eu-west-1", owner);
        var current = environment.Current!;

        Assert.Equal("arn:aws:sts::222222222222:assumed-role/deploy/task", current.AssumedRoleArn);
        Assert.Equal(("222222222222", "task", "ASIA-deploy"), (current.Account, current.RoleSessionName, current.AccessKeyId));
        Assert.Equal(("eu-west-1", "Use-AssumedRole"), (current.Region, current.Scope));
        Assert.Equal("secret-of-deploy", environment.CurrentCredentials!.SecretAccessKey.Reveal());
        using var block = environment.Enter(Sample.Session(), null, owner);
        Assert.Equal("Invoke-WithRole", environment.Current!.Scope);
    }

    [Fact]
    public void The_time_left_is_measured_when_it_is_read_and_never_negative()
    {
        environment.Use(Sample.Session(), null, owner);
        var current = environment.Current!;

        Assert.Equal(TimeSpan.FromHours(1), current.TimeLeft);
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(TimeSpan.FromMinutes(1), current.TimeLeft);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, current.TimeLeft);
    }
}
