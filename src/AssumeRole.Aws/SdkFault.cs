using System.Text.Json;
using Amazon.Runtime;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>Makes Core's errors of the SDK's.</summary>
internal static class SdkFault
{
    /// <summary>Runs one request by the SDK.</summary>
    /// <param name="service">The service, for errors.</param>
    /// <param name="send">The request.</param>
    /// <param name="make">Makes the exception of what the service said, or of the lack of an answer.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="OperationCanceledException">The caller gave up, whatever became of the request.</exception>
    public static Task<T> TranslateAsync<T>(
        string service, Func<Task<T>> send, Func<StsFault, Exception?, Exception> make, CancellationToken cancellationToken) =>
        HttpFault.TranslateAsync(service, () => SendAsync(service, send, make), make, cancellationToken);

    private static async Task<T> SendAsync<T>(string service, Func<Task<T>> send, Func<StsFault, Exception?, Exception> make)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (AmazonUnmarshallingException error)
        {
            // Its own message may hold the answer's body.
            throw make(HttpFault.Foreign(service, HttpFault.Innermost(error), error.RequestId), error);
        }
        catch (AmazonServiceException error)
        {
            throw make(Read(error), error);
        }
        catch (AmazonClientException error)
        {
            throw make(HttpFault.NoAnswer(error), error);
        }
        catch (JsonException error)
        {
            throw make(HttpFault.Foreign(service, error.Message, null), error);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            // The message quotes what was read, which may be anything, so it goes no further.
            throw make(HttpFault.Foreign(service, $"A value in it cannot be read ({error.GetType().Name}).", null), null);
        }
    }

    private static StsFault Read(AmazonServiceException error) =>
        // Without a status there was no answer at all: the SDK wraps broken connections in the same type.
        error.StatusCode == 0
            ? HttpFault.NoAnswer(error) with { RequestId = error.RequestId ?? string.Empty }
            : new StsFault(
                error.ErrorCode ?? $"Http{(int)error.StatusCode}", error.Message, (int)error.StatusCode, error.RequestId ?? string.Empty);
}
