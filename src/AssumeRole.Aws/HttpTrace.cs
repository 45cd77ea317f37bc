using AssumeRole.Metadata;

namespace AssumeRole.Aws;

/// <summary>
/// What one request showed on its way and the SDK hands out to nobody: how far the connection came, and the answer's date, status and id.
/// It travels from the adapter, through the SDK, to <see cref="BoundedAnswers"/> with the asynchronous flow.
/// </summary>
internal sealed class HttpTrace
{
    private static readonly AsyncLocal<HttpTrace?> Flowing = new();

    public static HttpTrace? Current => Flowing.Value;

    public ConnectionTrace Connection { get; } = new(TimeProvider.System);

    /// <summary>The server's clock in whole seconds; null if the answer has no Date.</summary>
    public DateTimeOffset? Date { get; private set; }

    /// <summary>0 without an answer.</summary>
    public int Status { get; private set; }

    public string? RequestId { get; private set; }

    /// <summary>Traces the requests of the calling method and of what it calls, until that method returns.</summary>
    public static HttpTrace Begin() => Flowing.Value = new HttpTrace();

    public void Note(HttpResponseMessage answer)
    {
        Date = answer.Headers.Date;
        Status = (int)answer.StatusCode;
        RequestId = answer.Headers.NonValidated.TryGetValues("x-amzn-RequestId", out var ids) ? ids.First() : null;
    }
}
