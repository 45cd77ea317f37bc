using System.Text.Json;
using System.Xml;
using Amazon.Runtime;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>Makes Core's errors of the SDK's.</summary>
internal static class SdkFault
{
    /// <summary>Runs one request.</summary>
    /// <exception cref="StsException">STS refused it, or it got no answer.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up, whatever became of the request.</exception>
    public static Task<T> TranslateAsync<T>(Func<Task<T>> send, CancellationToken cancellationToken) =>
        TranslateAsync("STS", send, static (fault, error) => new StsException(fault, error), cancellationToken);

    /// <summary>Runs one request of any service.</summary>
    /// <param name="service">The service, for errors.</param>
    /// <param name="send">The request.</param>
    /// <param name="make">Makes the exception of what the service said, or of the lack of an answer.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="OperationCanceledException">The caller gave up, whatever became of the request.</exception>
    public static async Task<T> TranslateAsync<T>(
        string service, Func<Task<T>> send, Func<StsFault, Exception, Exception> make, CancellationToken cancellationToken)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is not OperationCanceledException)
        {
            throw new OperationCanceledException(error.Message, error, cancellationToken);
        }
        catch (AmazonUnmarshallingException error)
        {
            // Its own message may hold the answer's body.
            throw make(Foreign(service, Innermost(error), error.RequestId), error);
        }
        catch (AmazonServiceException error)
        {
            throw make(Read(error), error);
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw make(Foreign(service, "Its answer is longer than any should be.", null), error);
        }
        // Of a client's own time-out the SDK throws the inner exception, a TimeoutException (HttpWebRequestMessage.GetResponseAsync).
        catch (Exception error) when (!cancellationToken.IsCancellationRequested
            && error is AmazonClientException or HttpRequestException or IOException or OperationCanceledException or TimeoutException)
        {
            throw make(new StsFault(string.Empty, Innermost(error), 0, string.Empty), error);
        }
        catch (Exception error) when (error is XmlException or JsonException)
        {
            throw make(Foreign(service, error.Message, null), error);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            // The SDK's message quotes what it read, which may be anything: an expiration that is no date, for example.
            throw NotSts($"A value in it cannot be read ({error.GetType().Name}).", null);
        }
    }

    /// <summary>Something else answered in the place of STS: a captive portal, a proxy, a wrong address.</summary>
    public static StsException NotSts(string seen, string? requestId, Exception? inner = null) =>
        new(Foreign("STS", seen, requestId), inner);

    private static StsFault Foreign(string service, string seen, string? requestId) =>
        new(string.Empty, $"What answered is not {service}: {seen}", 0, requestId ?? string.Empty);

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
