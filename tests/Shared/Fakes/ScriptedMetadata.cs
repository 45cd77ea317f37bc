using System.Net;
using AssumeRole.Connections;
using AssumeRole.Metadata;

namespace AssumeRole.Testing;

/// <summary>A metadata service whose answers come when the script says, on a clock that does not wait.</summary>
internal sealed class ScriptedMetadata
{
    private readonly ManualTimeProvider clock = new();
    private readonly Queue<Reply> tokens = new();
    private readonly DateTimeOffset start;

    public ScriptedMetadata()
    {
        start = clock.GetUtcNow();
    }

    /// <summary>What answers a request without a token.</summary>
    public Reply Tokenless { get; set; } = Reply.Of(401);

    /// <summary>The requests, each with the millisecond at which it was sent.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>When the probe had decided, in milliseconds.</summary>
    public double DecidedAfter { get; private set; }

    /// <summary>Adds an answer to the token request; the last one stands for all that follow.</summary>
    public ScriptedMetadata Token(Reply reply)
    {
        tokens.Enqueue(reply);
        return this;
    }

    /// <summary>Probes, with the clock going as far as the probe waits.</summary>
    public async Task<MetadataDiagnosis> ProbeAsync(bool detailed = false, params (string Name, string Value)[] variables)
    {
        var probe = new MetadataProbe(new HttpClient(new FakeHttp(AnswerAsync)), MetadataOptions.Read(new FakeVariables(variables)), clock);
        // On a thread without a synchronisation context every continuation runs where the clock is moved, one after the other.
        return await Task.Run(async () =>
        {
            var probing = probe.ProbeAsync(detailed, default);
            for (var waited = 0; waited < 60_000 && !probing.IsCompleted; waited++) clock.Advance(TimeSpan.FromMilliseconds(1));
            DecidedAfter = (clock.GetUtcNow() - start).TotalMilliseconds;
            return await probing.WaitAsync(TimeSpan.FromSeconds(30));
        });
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Sent.Add($"{request.Method} {(clock.GetUtcNow() - start).TotalMilliseconds}");
        var reply = request.Method == HttpMethod.Get ? Tokenless : tokens.Count > 1 ? tokens.Dequeue() : tokens.Peek();
        if (reply.Begins && request.Options.TryGetValue(ConnectionTrace.Key, out var trace)) trace.Answer();
        if (reply.After != TimeSpan.Zero) await WaitAsync(reply.After, cancellationToken);
        if (reply.Error is not null) throw reply.Error;
        var response = FakeHttp.Text((HttpStatusCode)reply.Status, reply.Body);
        if (reply.Server is not null) response.Headers.Server.ParseAdd(reply.Server);
        return response;
    }

    /// <summary>Task.Delay goes on upon another thread once cancelled; this goes on where it is cancelled.</summary>
    private async Task WaitAsync(TimeSpan span, CancellationToken cancellationToken)
    {
        var over = new TaskCompletionSource();
        await using var timer = clock.CreateTimer(_ => over.TrySetResult(), null, span, Timeout.InfiniteTimeSpan);
        await using var registration = cancellationToken.Register(() => over.TrySetCanceled(cancellationToken));
        await over.Task;
    }

    /// <summary>One answer.</summary>
    internal sealed record Reply(TimeSpan After, int Status, string Body, string? Server = null, Exception? Error = null)
    {
        public static Reply Silence { get; } = new(Timeout.InfiniteTimeSpan, 0, "");

        /// <summary>Its first byte comes at once, and its end does not.</summary>
        public static Reply Beginning { get; } = Silence with { Begins = true };

        public bool Begins { get; init; }

        public static Reply Of(int status, string body = "", int after = 0, string? server = null) =>
            new(TimeSpan.FromMilliseconds(after), status, body, server);

        public static Reply Failure(Exception error, int after = 0) => new(TimeSpan.FromMilliseconds(after), 0, "", Error: error);
    }
}
