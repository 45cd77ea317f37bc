namespace AssumeRole.Aws.Tests;

public sealed class RehearsalTests
{
    /// <summary>Whoever starts it passes over its faults, so that here is the only place where they show.</summary>
    [Theory]
    [InlineData("AWS_ENDPOINT_URL_STS")]
    [InlineData("AWS_ENDPOINT_URL")]
    [InlineData("AWS_REGION")]
    [InlineData("AWS_ENDPOINT_URL_STS", "AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_ACCESS_KEY_ID")]
    public void The_rehearsal_of_a_request_gets_through(params string[] names)
    {
        var variables = new TestVariables();
        foreach (var name in names) variables.Set(name, "http://127.0.0.1");

        new AwsAdapters().Prepare(variables);
    }
}
