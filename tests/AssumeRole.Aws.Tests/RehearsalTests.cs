namespace AssumeRole.Aws.Tests;

public sealed class RehearsalTests
{
    /// <summary>Whoever starts it passes over its faults, so that here is the only place where they show.</summary>
    [Theory]
    [InlineData("AWS_ENDPOINT_URL_STS")]
    [InlineData("AWS_ENDPOINT_URL")]
    [InlineData("AWS_REGION")]
    public void The_rehearsal_of_a_request_gets_through(string variable)
    {
        var variables = new TestVariables();
        variables.Set(variable, "http://127.0.0.1");

        new AwsAdapters().Prepare(variables);
    }
}
