using System.Text.Json;

namespace AssumeRole.Metadata;

/// <summary>
/// Repeats a read whose next attempt may succeed, as botocore does for instance metadata and for container endpoints: after an answer of
/// 404, 429 or 5xx, an empty or broken one, or none. Other refusals, such as 403, are final.
/// </summary>
internal static class MetadataRetry
{
    /// <summary>Reads until an answer is final or the attempts are used up; the last answer counts.</summary>
    public static async Task<MetadataAnswer> ReadAsync(
        MetadataOptions options,
        bool isJson,
        Func<CancellationToken, Task<MetadataAnswer>> send,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            MetadataAnswer answer;
            using (var patience = new CancellationTokenSource(options.Timeout, time))
            using (var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken))
                answer = await send(either.Token).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (attempt >= options.Attempts || IsFinal(answer, isJson)) return answer;
            // An attempt that timed out has waited long enough.
            if (options.Pause > TimeSpan.Zero && answer.Kind is not (MetadataAnswerKind.Silent or MetadataAnswerKind.Slow))
                await Task.Delay(options.Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsFinal(MetadataAnswer answer, bool isJson) =>
        answer.IsSettled && !answer.Has(404) && (!isJson || !answer.Has(200) || IsJson(answer.Body));

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
