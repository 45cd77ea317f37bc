using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Endpoint;

/// <summary>Decides which chains can be walked again without a person.</summary>
internal static class RenewalRules
{
    /// <summary>Refuses a chain with an MFA code, or with a web identity token that is not in a file.</summary>
    public static void Check(RoleChain chain)
    {
        foreach (var hop in chain.Hops)
        {
            if (hop.Mfa is not null)
                throw Impossible("SerialNumber", $"The hop to {hop.Role} asks for an MFA code, and each code works once.");
            if (hop.WebIdentity is { Token: not null })
                throw Impossible("WebIdentityToken", $"The hop to {hop.Role} is made with a token that expires and is not renewed.");
        }
    }

    /// <summary>Refuses a request whose chain or source credentials expire and cannot be renewed.</summary>
    public static void Check(SessionRequest request)
    {
        if (request.Selection.FromSession)
            throw Impossible("Chain", "-Chain starts from the session in force, which ends like any other.");
        if (request.Selection.Given is { SessionToken: not null } given)
            throw Impossible("Credential", $"The credential that was given, {given}, is a session's, and ends with it.");
        Check(request.Chain);
    }

    private static AssumeRoleException Impossible(string target, string evidence) =>
        FindingCatalogue.RenewalImpossible.Error(target, evidence);
}

/// <summary>
/// When a session is renewed. boto3 begins to ask for a new one with 15 minutes left and insists from 10 on (botocore,
/// RefreshableCredentials), so ours is renewed with 20 left; a session too short for that is renewed in its last third. With Renew left a
/// new session is requested, with Wait left callers wait for it.
/// </summary>
internal readonly record struct RenewalSchedule(TimeSpan Renew, TimeSpan Wait)
{
    private static readonly TimeSpan LongRenew = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(15);

    /// <summary>The first pause after a failure; it doubles up to <see cref="LongestPause"/>.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a caller waits for a renewal before it gets the session that is still good. The SDK for JavaScript times out after one
    /// second.
    /// </summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(500);

    public static RenewalSchedule For(TimeSpan lifetime) => new(
        lifetime / 3 < LongRenew ? lifetime / 3 : LongRenew, lifetime / 4 < LongWait ? lifetime / 4 : LongWait);

    /// <summary>The pause after failures in a row; the chance, from 0 to 1, keeps callers that failed together apart.</summary>
    public static TimeSpan PauseAfter(int failures, double chance)
    {
        var whole = failures > 6 ? LongestPause : FirstPause * (1 << (failures - 1));
        return (whole > LongestPause ? LongestPause : whole) * (0.5 + (chance / 2));
    }
}
