using AssumeRole.Findings;

namespace AssumeRole.Rotation;

/// <summary>
/// Makes a call again that was throttled although the layers below had already waited and tried again, and slows the run down. With one
/// call in five refused, a call of a thousand accounts is given up once in millions of runs.
/// </summary>
internal sealed class RotationRetry(RotationThrottle throttle, TimeProvider time, Func<double> random)
{
    private readonly Backoff backoff = new(attempts: 8, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(8), time, random);

    public Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        return backoff.RunAsync(SendAsync, IsThrottling, cancellationToken);

        async Task<T> SendAsync()
        {
            var generation = throttle.Generation;
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (Exception error) when (IsThrottling(error))
            {
                throttle.Slow(generation);
                throw;
            }
        }
    }

    private static bool IsThrottling(Exception error) => error switch
    {
        StoreException store => store.Fault.IsThrottling,
        AssumeRoleException finding => finding.Finding.Id == nameof(FindingCatalogue.StsThrottled),
        _ => false,
    };
}
