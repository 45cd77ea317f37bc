using System.Diagnostics;
using System.Net.Http.Headers;

namespace FanOutBench;

/// <summary>
/// The yardstick: an HttpClient that makes the calls which the SDK makes, same headers and body, so many at a time, and takes the
/// answers as texts. Nothing is signed, nothing is parsed.
/// </summary>
internal static class BareFanOut
{
    /// <summary>Makes the calls, after one that opens what must be opened.</summary>
    /// <returns>Milliseconds.</returns>
    public static async Task<long> RunAsync(Uri address, int calls, int parallel)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await CallAsync(client, address, 0);
        var watch = Stopwatch.StartNew();
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel };
        await Parallel.ForAsync(1, calls + 1, options, async (number, _) => await CallAsync(client, address, number));
        return watch.ElapsedMilliseconds;
    }

    private static async Task CallAsync(HttpClient client, Uri address, int number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(
                "Action=AssumeRole&DurationSeconds=3600&RoleArn=arn%3Aaws%3Aiam%3A%3A222222222222%3Arole%2Ffan-out-" + number
                    + "&RoleSessionName=concourse-task&Version=2011-06-15",
                new MediaTypeHeaderValue("application/x-www-form-urlencoded", "utf-8")),
        };
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20260101T000000Z");
        request.Headers.TryAddWithoutValidation("amz-sdk-invocation-id", "00000000-0000-0000-0000-000000000000");
        request.Headers.TryAddWithoutValidation("amz-sdk-request", "attempt=1; max=1");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/eu-west-1/sts/aws4_request, "
                + "SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;content-type;host;x-amz-date, Signature=" + new string('0', 64));
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode || !text.Contains("<SessionToken>", StringComparison.Ordinal))
            throw new InvalidOperationException(text);
    }
}
