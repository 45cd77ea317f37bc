using System.Globalization;
using AssumeRole.Credentials;
using AssumeRole.Profiles;
using AssumeRole.Roles;
using AssumeRole.Sessions;

namespace AssumeRole.Sts;

/// <summary>
/// Sends a request again if that can help (<see cref="StsFault.IsRetryable"/>): five attempts if STS answers, three if nothing
/// does, because each of those may take its whole time-out; AWS_MAX_ATTEMPTS and AWS_RETRY_MODE change that. Between them lies a random
/// part of 0.2 s that doubles each time, up to 3.2 s. A random delay keeps a thousand callers who were throttled together from coming
/// back together.
/// <para>
/// Callers who share this object share a limiter (<see cref="AdaptiveLimiter"/>), and a throttled request goes on being sent for as long
/// as STS serves others of them: it throttles their number, and their turn will come. The SDK's own retries know one call only: of 1,000
/// roles, three attempts each lose eight where STS throttles one call in five. So the SDK sends each request once.
/// </para>
/// </summary>
internal sealed class RetryingTokenService(ISecurityTokenService inner, TimeProvider time, Func<double> random) : ISecurityTokenService
{
    private const int MostDoublings = 4;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    private readonly AdaptiveLimiter limiter = new();

    public Task<SessionCredentials> AssumeRoleAsync(
        RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken) =>
        RetryAsync(() => inner.AssumeRoleAsync(request, keys, endpoint, cancellationToken), endpoint, cancellationToken);

    public Task<CallerIdentity> GetCallerIdentityAsync(AwsKeys keys, StsEndpoint endpoint, CancellationToken cancellationToken) =>
        RetryAsync(() => inner.GetCallerIdentityAsync(keys, endpoint, cancellationToken), endpoint, cancellationToken);

    private async Task<T> RetryAsync<T>(Func<Task<T>> send, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        var options = endpoint.Retries;
        var served = limiter.Served;
        for (int sent = 1, attempt = 1; ; sent++, attempt++)
        {
            try
            {
                return await (options.IsAdaptive ? SendInTurnAsync(send, cancellationToken) : send()).ConfigureAwait(false);
            }
            catch (StsException error) when (error.Fault.IsRetryable && sent < options.AttemptsInAll)
            {
                // Others were served meanwhile, so this one counts as the first again.
                if (options.IsAdaptive && error.Fault.IsThrottling && limiter.Served != served) (served, attempt) = (limiter.Served, 1);
                if (attempt >= (error.Fault.Status == 0 ? options.SilentAttempts : options.Attempts)) throw;
            }

            var most = FirstDelay * (1 << Math.Min(sent - 1, MostDoublings));
            await Task.Delay(most * random(), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<T> SendInTurnAsync<T>(Func<Task<T>> send, CancellationToken cancellationToken)
    {
        await limiter.EnterAsync(cancellationToken).ConfigureAwait(false);
        var outcome = StsOutcome.Unanswered;
        try
        {
            var answer = await send().ConfigureAwait(false);
            outcome = StsOutcome.Served;
            return answer;
        }
        catch (StsException error)
        {
            if (error.Fault.IsThrottling) outcome = StsOutcome.Throttled;
            else if (!error.Fault.IsRetryable) outcome = StsOutcome.Served;
            throw;
        }
        finally
        {
            limiter.Leave(outcome);
        }
    }
}

/// <summary>How often a request to STS is sent, as the user configured it (AWS SDK reference, "Retry behavior").</summary>
/// <param name="MaxAttempts">The first request and all that follow; null for what the mode means.</param>
/// <param name="Mode">legacy or standard: each call by itself. adaptive, or null: at a pace that the calls of a run share.</param>
internal sealed record RetryOptions(int? MaxAttempts = null, string? Mode = null)
{
    private const int MostAttempts = 100;
    private const int StandardAttempts = 3;
    private const int OtherAttempts = 5;
    private const int AttemptsWithoutAnswer = 3;

    /// <summary>Whether calls that STS throttles slow each other down, and go on while STS serves others of them.</summary>
    public bool IsAdaptive => Mode is null or "adaptive";

    /// <summary>Attempts of a call that STS answers, while it serves no other of the run.</summary>
    public int Attempts => MaxAttempts ?? (Mode == "standard" ? StandardAttempts : OtherAttempts);

    /// <summary>Attempts of a call without any answer: each may take its whole time-out.</summary>
    public int SilentAttempts => MaxAttempts ?? AttemptsWithoutAnswer;

    /// <summary>Attempts of one call in all, however many others are served.</summary>
    public int AttemptsInAll => MaxAttempts ?? MostAttempts;

    public static RetryOptions Read(IEnvironmentVariables variables, Lazy<AwsProfile?> profile)
    {
        var (attemptsOrigin, attempts) = ProfileSetting.Find(variables, "AWS_MAX_ATTEMPTS", profile, "max_attempts");
        var (modeOrigin, mode) = ProfileSetting.Find(variables, "AWS_RETRY_MODE", profile, "retry_mode");
        var lower = mode?.ToLowerInvariant();
        if (lower is not (null or "legacy" or "standard" or "adaptive"))
            throw ProfileSetting.Invalid(modeOrigin, mode!, "legacy, standard or adaptive");
        if (attempts is null) return new RetryOptions(null, lower);
        return int.TryParse(attempts, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostAttempts
            ? new RetryOptions(number, lower)
            : throw ProfileSetting.Invalid(attemptsOrigin, attempts, $"a number from 1 to {MostAttempts}");
    }
}
