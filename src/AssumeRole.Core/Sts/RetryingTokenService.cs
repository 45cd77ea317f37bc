using AssumeRole.Credentials;
using AssumeRole.Roles;

namespace AssumeRole.Sts;

/// <summary>
/// Sends a request again if that can help (<see cref="StsFault.IsRetryable"/>): five attempts if STS answers, three if nothing
/// does, because each of those may take its whole time-out. Between them lies a random part of 0.2 s that doubles each time. A random delay keeps a thousand callers who were throttled together from coming back together.
/// </summary>
/// <param name="inner">The service that makes single requests.</param>
/// <param name="time">The clock for delays.</param>
/// <param name="random">Gives a number from 0 to 1.</param>
public sealed class RetryingTokenService(ISecurityTokenService inner, TimeProvider time, Func<double> random) : ISecurityTokenService
{
    private const int Attempts = 5;
    private const int AttemptsWithoutAnswer = 3;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public Task<SessionCredentials> AssumeRoleAsync(
        RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken) =>
        RetryAsync(() => inner.AssumeRoleAsync(request, keys, endpoint, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<CallerIdentity> GetCallerIdentityAsync(AwsKeys keys, StsEndpoint endpoint, CancellationToken cancellationToken) =>
        RetryAsync(() => inner.GetCallerIdentityAsync(keys, endpoint, cancellationToken), cancellationToken);

    private async Task<T> RetryAsync<T>(Func<Task<T>> send, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await send().ConfigureAwait(false);
            }
            catch (StsException error) when (error.Fault.IsRetryable
                && attempt < (error.Fault.Status == 0 ? AttemptsWithoutAnswer : Attempts))
            {
                var most = FirstDelay * (1 << (attempt - 1));
                await Task.Delay(most * random(), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
