using System.Globalization;
using AssumeRole.Http;

namespace AssumeRole.Testing;

/// <summary>An event as Lambda's Runtime API hands it to a function (Lambda guide, "Using the Lambda runtime API").</summary>
internal static class RuntimeEvent
{
    /// <summary>The answer to a request for the next event.</summary>
    /// <param name="text">The event.</param>
    /// <param name="number">Its number; its request id is made of it.</param>
    /// <param name="deadline">When the function must be done.</param>
    public static HttpResponse Answer(string text, int number, DateTimeOffset deadline) =>
        Answer(text, number, deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));

    /// <summary>The same with any text for a deadline.</summary>
    public static HttpResponse Answer(string text, int number, string deadline) => HttpResponse.Text(
        200,
        "application/json",
        text,
        new HttpHeader("Lambda-Runtime-Aws-Request-Id", $"id-{number}"),
        new HttpHeader("Lambda-Runtime-Deadline-Ms", deadline));
}
