using AssumeRole.Sessions;

namespace AssumeRole.Core.Tests.Sessions;

public sealed class EnvironmentVariablesTests
{
    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("1", true)]
    [InlineData("false", false)]
    [InlineData("yes", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void True_and_1_say_yes(string? value, bool yes)
    {
        var variables = new FakeVariables();
        variables.Set("FLAG", value);

        Assert.Equal(yes, variables.IsTrue("FLAG"));
    }

    [Theory]
    [InlineData("x", "x")]
    [InlineData(" ", " ")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void An_empty_value_counts_as_none(string? value, string? read)
    {
        var variables = new FakeVariables();
        variables.Set("NAME", value);

        Assert.Equal(read, variables.GetNonEmpty("NAME"));
    }

    [Fact]
    public void The_variables_of_the_process_are_read_and_set()
    {
        var name = $"ASSUMEROLE_TEST_{Guid.NewGuid():N}";
        var variables = new ProcessEnvironmentVariables();

        variables.Set(name, "value");
        Assert.Equal("value", variables.Get(name));
        Assert.Contains(name, variables.Names);

        variables.Set(name, null);
        Assert.Null(variables.Get(name));
        Assert.DoesNotContain(name, variables.Names);
    }
}
