namespace AssumeRole.Aws.Tests;

public sealed class RehearsalTests
{
    /// <summary>Whoever starts it passes over its faults, so that here is the only place where they show.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("AKIACALLER")]
    public void The_rehearsal_of_a_request_gets_through(string? key)
    {
        var variables = new TestVariables();
        variables.Set("AWS_ACCESS_KEY_ID", key);

        new AwsAdapters().Prepare(variables);
    }
}
