using AssumeRole.Credentials;
using AssumeRole.Findings;

namespace AssumeRole.Endpoint;

/// <summary>A role's session that somebody keeps good.</summary>
internal interface IRenewedSession
{
    /// <summary>The last session that was had, good or not; null before the first.</summary>
    SessionCredentials? Latest { get; }

    /// <summary>Why the last attempt to get one failed; null if it did not.</summary>
    Finding? LastFailure { get; }

    /// <summary>The session as it is now, which other programs may still use for a while.</summary>
    /// <param name="cancellationToken">Gives up waiting; whatever is under way goes on for others.</param>
    /// <exception cref="AssumeRoleException">There is none, and why none could be had.</exception>
    Task<SessionCredentials> GetAsync(CancellationToken cancellationToken);
}
