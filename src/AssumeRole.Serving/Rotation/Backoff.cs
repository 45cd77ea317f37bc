namespace AssumeRole.Rotation;

/// <summary>
/// Makes a failed call again. Before each further attempt it waits for a random part of a delay that doubles each time, so that callers
/// that were throttled together do not come back together.
/// </summary>
internal sealed class Backoff(int attempts, TimeSpan firstDelay, TimeSpan longestDelay, TimeProvider time, Func<double> random)
{
    public async Task<T> RunAsync<T>(Func<Task<T>> call, Func<Exception, bool> canSucceedLater, CancellationToken cancellationToken)
    {
        var most = firstDelay;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (Exception error) when (attempt < attempts && canSucceedLater(error))
            {
                // Once more, after the delay.
            }

            await Task.Delay(most * random(), time, cancellationToken).ConfigureAwait(false);
            most = most * 2 < longestDelay ? most * 2 : longestDelay;
        }
    }
}
