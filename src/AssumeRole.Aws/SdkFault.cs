using Amazon.Runtime;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>Makes Core's errors of the SDK's.</summary>
internal static class SdkFault
{
    /// <summary>Runs one request.</summary>
    /// <exception cref="StsException">STS refused it, or it got no answer.</exception>
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> send, CancellationToken cancellationToken)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (AmazonServiceException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StsException(Read(error), error);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested
            && error is AmazonClientException or HttpRequestException or IOException or OperationCanceledException)
        {
            throw new StsException(new StsFault(string.Empty, Innermost(error), 0, string.Empty), error);
        }
    }

    private static StsFault Read(AmazonServiceException error)
    {
        // Without a status there was no answer at all: the SDK wraps broken connections in the same type.
        var answered = error.StatusCode != 0;
        var code = answered ? error.ErrorCode ?? $"Http{(int)error.StatusCode}" : string.Empty;
        return new StsFault(
            code, answered ? error.Message : Innermost(error), (int)error.StatusCode, error.RequestId ?? string.Empty);
    }

    private static string Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error.Message;
}
