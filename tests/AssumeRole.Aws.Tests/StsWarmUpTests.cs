namespace AssumeRole.Aws.Tests;

public sealed class StsWarmUpTests
{
    /// <summary>Its caller passes over its faults, so that here is the only place where they show.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("http://127.0.0.1:1")]
    public void The_warm_up_gets_through_without_a_request(string? endpoint)
    {
        var variables = new TestVariables();
        variables.Set("AWS_ENDPOINT_URL_STS", endpoint);

        new AwsServices().WarmUp(variables);
    }
}
