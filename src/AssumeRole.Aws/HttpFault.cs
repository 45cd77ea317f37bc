using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>Makes Core's errors of requests that got no answer, or somebody else's. Names no type of the SDK: STS is asked without it.</summary>
internal static class HttpFault
{
    // A time-out's own words are "A task was canceled.", or "Operation canceled." where a socket was closed.
    private const string TimedOut =
        "No answer came in time. Packets are dropped on the way: by a firewall, or for their size (MTU) where small ones pass.";

    /// <summary>Runs one request to STS.</summary>
    /// <exception cref="StsException">STS refused it, or it got no answer.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up, whatever became of the request.</exception>
    public static Task<T> TranslateAsync<T>(Func<Task<T>> send, CancellationToken cancellationToken) =>
        TranslateAsync("STS", send, static (fault, error) => new StsException(fault, error), cancellationToken);

    /// <summary>Runs one request of any service.</summary>
    /// <param name="service">The service, for errors.</param>
    /// <param name="send">The request. What it makes of a service's refusal passes.</param>
    /// <param name="make">Makes the exception of the lack of an answer.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="OperationCanceledException">The caller gave up, whatever became of the request.</exception>
    public static async Task<T> TranslateAsync<T>(
        string service, Func<Task<T>> send, Func<StsFault, Exception?, Exception> make, CancellationToken cancellationToken)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is not OperationCanceledException)
        {
            throw new OperationCanceledException(SecretMask.Of(error.Message), SecretMask.Of(error), cancellationToken);
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw make(Foreign(service, "Its answer is longer than any should be.", null), SecretMask.Of(error));
        }
        // Of a client's own time-out the SDK throws the inner exception, a TimeoutException (HttpWebRequestMessage.GetResponseAsync).
        catch (Exception error) when (!cancellationToken.IsCancellationRequested
            && error is HttpRequestException or IOException or OperationCanceledException or TimeoutException)
        {
            throw make(NoAnswer(error), SecretMask.Of(error));
        }
    }

    /// <summary>Something else answered in the place of STS: a captive portal, a proxy, a wrong address.</summary>
    public static StsException NotSts(string seen, string? requestId, Exception? inner = null) =>
        new(Foreign("STS", seen, requestId), inner);

    /// <summary>Something else answered in the place of a service.</summary>
    public static StsFault Foreign(string service, string seen, string? requestId) =>
        new(string.Empty, $"What answered is not {service}: {seen}", 0, requestId ?? string.Empty);

    /// <summary>Nothing answered.</summary>
    public static StsFault NoAnswer(Exception error) =>
        new(string.Empty, error is OperationCanceledException or TimeoutException ? TimedOut : SecretMask.Of(Innermost(error)), 0, string.Empty);

    /// <summary>What really went wrong.</summary>
    public static string Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error.Message;
}
