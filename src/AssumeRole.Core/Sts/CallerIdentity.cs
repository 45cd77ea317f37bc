namespace AssumeRole.Sts;

/// <summary>Who signed a request, as sts:GetCallerIdentity says.</summary>
/// <param name="Account">The twelve digits of the account.</param>
/// <param name="Arn">The user's or session's ARN.</param>
/// <param name="UserId">AWS's unique id.</param>
public sealed record CallerIdentity(string Account, string Arn, string UserId)
{
    /// <summary>What time STS had when it answered, from the Date header (whole seconds); null if it sent none.</summary>
    public DateTimeOffset? ServerTime { get; init; }
}
