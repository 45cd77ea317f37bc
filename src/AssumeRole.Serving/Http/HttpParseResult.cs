namespace AssumeRole.Http;

/// <summary>What the parser made of the bytes so far: a head, a refusal with its status, or neither yet.</summary>
internal readonly record struct HttpParseResult
{
    private HttpParseResult(HttpRequestHead? head, int refusal)
    {
        Head = head;
        Refusal = refusal;
    }

    /// <summary>More bytes are needed to tell.</summary>
    public static HttpParseResult Incomplete => default;

    /// <summary>The head, once it is complete and well formed.</summary>
    public HttpRequestHead? Head { get; }

    /// <summary>The status with which to refuse and close, or 0.</summary>
    public int Refusal { get; }

    public static HttpParseResult Complete(HttpRequestHead head) => new(head, 0);

    public static HttpParseResult Refused(int statusCode) => new(null, statusCode);
}
