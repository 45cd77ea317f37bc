using AssumeRole.Findings;

namespace AssumeRole.Rotation;

/// <summary>
/// Makes a call again that was throttled although the layers below had already waited and tried again, and tells the throttle. The
/// wait is a random part of half a second that doubles each time, up to eight seconds: with one call in five refused, a call of a
/// thousand accounts is given up once in millions of runs.
/// </summary>
/// <param name="throttle">How many accounts run at the same time.</param>
/// <param name="time">The clock for delays.</param>
/// <param name="random">Gives a number from 0 to 1.</param>
internal sealed class RotationRetry(RotationThrottle throttle, TimeProvider time, Func<double> random)
{
    private const int Attempts = 8;
    private const int MostDoublings = 4;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);

    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var generation = throttle.Generation;
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (Exception error) when (attempt < Attempts && IsThrottling(error))
            {
                throttle.Slow(generation);
            }

            var most = FirstDelay * (1 << Math.Min(attempt - 1, MostDoublings));
            await Task.Delay(most * random(), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsThrottling(Exception error) => error switch
    {
        StoreException store => store.Fault.IsThrottling,
        AssumeRoleException finding => finding.Finding.Id == nameof(FindingCatalogue.StsThrottled),
        _ => false,
    };
}
