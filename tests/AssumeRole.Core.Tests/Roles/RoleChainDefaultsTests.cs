using AssumeRole.Roles;

namespace AssumeRole.Core.Tests.Roles;

public sealed class RoleChainDefaultsTests
{
    [Fact]
    public void Without_parameters_the_variables_of_the_bash_helper_count()
    {
        var variables = new FakeVariables(
            ("aws_assume_role_arn", Sample.Role),
            ("aws_assume_role_duration", "7200"),
            ("aws_assume_role_session_name", "main-deploy"));

        var chain = RoleChain.Plan(new RoleChainRequest(), variables);

        var hop = Assert.Single(chain.Hops);
        Assert.Equal(Sample.Role, hop.Role.ToString());
        Assert.Equal(7200, hop.Duration!.Value.Seconds);
        Assert.Equal("main-deploy", hop.SessionName);
        Assert.False(chain.DurationDefaulted);
    }

    [Fact]
    public void Without_variables_either_a_session_is_named_concourse_task_and_lasts_an_hour()
    {
        var chain = RoleChain.Plan(new RoleChainRequest { RoleArn = Sample.Role }, new FakeVariables());

        Assert.Equal("concourse-task", chain.Target.SessionName);
        Assert.Equal(3600, chain.Target.Duration!.Value.Seconds);
        Assert.True(chain.DurationDefaulted);
    }

    [Fact]
    public void Parameters_win_over_variables()
    {
        var variables = new FakeVariables(
            ("aws_assume_role_arn", "arn:aws:iam::111111111111:role/other"),
            ("aws_assume_role_duration", "nonsense"),
            ("aws_assume_role_session_name", "?"));
        var request = new RoleChainRequest { RoleArn = Sample.Role, DurationSeconds = "900", RoleSessionName = "mine" };

        var target = RoleChain.Plan(request, variables).Target;

        Assert.Equal((Sample.Role, 900, "mine"), (target.Role.ToString(), target.Duration!.Value.Seconds, target.SessionName));
    }

    [Fact]
    public void An_empty_variable_counts_as_unset()
    {
        var variables = new FakeVariables(("aws_assume_role_duration", ""), ("aws_assume_role_session_name", ""));

        var chain = RoleChain.Plan(new RoleChainRequest { RoleArn = Sample.Role }, variables);

        Assert.Equal((3600, "concourse-task"), (chain.Target.Duration!.Value.Seconds, chain.Target.SessionName));
        Assert.True(chain.DurationDefaulted);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    public void No_role_anywhere_is_an_error_in_the_words_of_the_bash_helper(string? variable)
    {
        var variables = new FakeVariables();
        variables.Set("aws_assume_role_arn", variable);

        var finding = Sample.FindingOf(() => RoleChain.Plan(new RoleChainRequest(), variables));

        Assert.Equal("RoleArnMissing", finding.Id);
        Assert.Equal("aws_assume_role_arn not provided. Please provide an IAM role for the task to assume.", finding.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_role_that_was_given_and_is_empty_is_not_replaced_by_the_variable(string given)
    {
        var variables = new FakeVariables(("aws_assume_role_arn", Sample.Role));

        var finding = Sample.FindingOf(() => RoleChain.Plan(new RoleChainRequest { RoleArn = given }, variables));

        Assert.Equal("RoleArnMissing", finding.Id);
        Wording.Names(finding.Evidence, "-RoleArn", "empty");
    }

    [Theory]
    [InlineData("aws_assume_role_duration", "1h", "DurationInvalid")]
    [InlineData("aws_assume_role_duration", "899", "DurationInvalid")]
    [InlineData("aws_assume_role_session_name", "main/deploy", "RoleSessionNameInvalid")]
    [InlineData("aws_assume_role_arn", "deploy", "ArnMalformed")]
    public void A_wrong_variable_is_an_error_too(string name, string value, string id)
    {
        var variables = new FakeVariables(("aws_assume_role_arn", Sample.Role));
        variables.Set(name, value);

        Assert.Equal(id, Sample.FindingOf(() => RoleChain.Plan(new RoleChainRequest(), variables)).Id);
    }

    [Theory]
    [InlineData("a/b", "", "-RoleSessionName")]
    [InlineData(null, "a/b", "aws_assume_role_session_name")]
    public void A_wrong_session_name_is_reported_with_its_origin(string? given, string variable, string origin)
    {
        var variables = new FakeVariables(("aws_assume_role_session_name", variable));
        var request = new RoleChainRequest { RoleArn = Sample.Role, RoleSessionName = given };

        var finding = Sample.FindingOf(() => RoleChain.Plan(request, variables));
        Assert.Equal("RoleSessionNameInvalid", finding.Id);
        Wording.Names(finding.Evidence, origin, "'a/b'", "3");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    public void A_duration_that_was_given_is_not_replaced_by_the_variable(string given)
    {
        var variables = new FakeVariables(("aws_assume_role_duration", "900"));
        var request = new RoleChainRequest { RoleArn = Sample.Role, DurationSeconds = given };

        Assert.Equal("DurationInvalid", Sample.FindingOf(() => RoleChain.Plan(request, variables)).Id);
    }
}
