using System.Globalization;
using AssumeRole.Profiles;
using AssumeRole.Sessions;

namespace AssumeRole.Sts;

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
