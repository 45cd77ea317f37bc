namespace AssumeRole.Rotation;

/// <summary>
/// Limits how many accounts are rotated at the same time: at first as many as were asked for, a quarter less after a service has
/// throttled, one more for each account that is done (additive increase, multiplicative decrease). So single refusals, of which the
/// layers below let few through, hardly count, and a service that can take no more brings it down to a few. Only one loop may enter.
/// </summary>
internal sealed class RotationThrottle(int most)
{
    private const double Decrease = 0.75;
    private readonly object guard = new();
    private readonly int most = Math.Max(1, most);
    private double allowed = Math.Max(1, most);
    private int running;
    private int generation;
    private TaskCompletionSource? waiting;

    public int Allowed => (int)Volatile.Read(ref allowed);

    /// <summary>Counts the decreases, so that one wave of refusals causes only one.</summary>
    public int Generation => Volatile.Read(ref generation);

    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource place;
        lock (guard)
        {
            if (running < (int)allowed)
            {
                running++;
                return;
            }

            place = waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        using var registration = cancellationToken.UnsafeRegister(_ => place.TrySetCanceled(cancellationToken), null);
        await place.Task.ConfigureAwait(false);
    }

    public void Leave()
    {
        lock (guard)
        {
            running--;
            allowed = Math.Min(most, allowed + 1);
            if (running >= (int)allowed || waiting is not { } next) return;
            waiting = null;
            if (next.TrySetResult()) running++;
        }
    }

    public void Slow(int begunIn)
    {
        lock (guard)
        {
            if (begunIn != generation) return;
            generation++;
            allowed = Math.Max(1, allowed * Decrease);
        }
    }
}
