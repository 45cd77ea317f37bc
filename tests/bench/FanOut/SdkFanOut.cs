using System.Diagnostics;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace FanOutBench;

/// <summary>The yardstick: a plain loop of the SDK's client, so many calls at a time.</summary>
internal static class SdkFanOut
{
    /// <summary>Makes the calls, after one that opens what must be opened.</summary>
    /// <returns>Milliseconds.</returns>
    public static async Task<long> RunAsync(Uri address, int calls, int parallel)
    {
        var config = new AmazonSecurityTokenServiceConfig { ServiceURL = address.ToString(), AuthenticationRegion = "eu-west-1" };
        using var client = new AmazonSecurityTokenServiceClient(new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", new string('s', 40)), config);
        await CallAsync(client, 0);
        var watch = Stopwatch.StartNew();
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel };
        await Parallel.ForAsync(1, calls + 1, options, async (number, _) => await CallAsync(client, number));
        return watch.ElapsedMilliseconds;
    }

    private static async Task CallAsync(AmazonSecurityTokenServiceClient client, int number)
    {
        var answer = await client.AssumeRoleAsync(new AssumeRoleRequest
        {
            RoleArn = $"arn:aws:iam::222222222222:role/fan-out-{number}", RoleSessionName = "concourse-task", DurationSeconds = 3600,
        });
        if (answer.Credentials.SessionToken.Length == 0) throw new InvalidOperationException("No session.");
    }
}
