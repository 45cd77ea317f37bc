using AssumeRole.Sessions;

namespace AssumeRole.Core.Tests.Sessions;

public sealed class SessionEnvironmentBeforeRolesTests
{
    private readonly FakeVariables variables = new(("AWS_ACCESS_KEY_ID", "AKIAUSER"), ("AWS_PROFILE", "mine"), ("PATH", "/bin"));
    private readonly FakeOwner owner = new();
    private readonly IReadOnlyDictionary<string, string> before;
    private readonly SessionEnvironment environment;

    public SessionEnvironmentBeforeRolesTests()
    {
        before = variables.Snapshot();
        environment = new SessionEnvironment(variables, new ManualTimeProvider());
    }

    [Fact]
    public void It_is_the_environment_itself_while_no_role_is_in_force() => AssertBefore(before);

    [Fact]
    public void It_never_shows_what_a_role_set_or_removed()
    {
        environment.Use(Sample.Session("one"), "eu-west-1", owner);
        AssertBefore(before);

        using var outer = environment.Enter(Sample.Session("two"), "eu-west-2", owner);
        using var inner = environment.Enter(Sample.Session("two"), "eu-west-2", owner);
        AssertBefore(before);
    }

    [Fact]
    public void It_shows_what_the_user_set_by_hand_after_us()
    {
        environment.Use(Sample.Session(), null, owner);
        variables.Set("AWS_PROFILE", "theirs");
        variables.Set("AWS_ACCESS_KEY_ID", "AKIAOTHER");
        variables.Set("OTHER", "1");

        AssertBefore(new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = "AKIAOTHER", ["AWS_PROFILE"] = "theirs", ["OTHER"] = "1", ["PATH"] = "/bin",
        });
    }

    [Fact]
    public void It_shows_what_the_user_set_between_two_roles()
    {
        environment.Use(Sample.Session("one"), null, owner);
        variables.Set("AWS_ACCESS_KEY_ID", "AKIAOTHER");
        using var block = environment.Enter(Sample.Session("two"), null, owner);

        Assert.Equal("AKIAOTHER", environment.BeforeRoles.Get("AWS_ACCESS_KEY_ID"));
        Assert.Null(environment.BeforeRoles.Get("AWS_SESSION_TOKEN"));
    }

    [Fact]
    public void What_the_user_unset_by_hand_stays_unset()
    {
        environment.Use(Sample.Session(), null, owner);
        variables.Set("AWS_ACCESS_KEY_ID", null);

        Assert.Null(environment.BeforeRoles.Get("AWS_ACCESS_KEY_ID"));
        Assert.DoesNotContain("AWS_ACCESS_KEY_ID", environment.BeforeRoles.Names);
    }

    private void AssertBefore(IReadOnlyDictionary<string, string> expected)
    {
        var view = environment.BeforeRoles;
        Assert.Equal(expected, view.Names.ToDictionary(name => name, name => view.Get(name)!));
        Assert.All(
            new[] { "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_REGION" }.Where(name => !expected.ContainsKey(name)),
            name => Assert.Null(view.Get(name)));
    }
}
