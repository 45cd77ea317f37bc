using AssumeRole.Credentials;

namespace AssumeRole.Sessions;

/// <summary>The session in force in this process's environment, without its secrets.</summary>
public sealed class AssumedRole
{
    private readonly SessionCredentials credentials;
    private readonly TimeProvider time;

    internal AssumedRole(SessionCredentials credentials, string? region, bool scoped, TimeProvider time)
    {
        this.credentials = credentials;
        this.time = time;
        Region = region;
        Scope = scoped ? "Invoke-WithRole" : "Use-AssumedRole";
    }

    /// <summary>The role.</summary>
    public string RoleArn => credentials.RoleArn;

    /// <summary>The session as AWS names it, arn:aws:sts::account:assumed-role/name/session.</summary>
    public string AssumedRoleArn => credentials.AssumedRoleArn;

    /// <summary>The account that the session acts in.</summary>
    public string Account => credentials.Account;

    /// <summary>The session's name.</summary>
    public string RoleSessionName => credentials.RoleSessionName;

    /// <summary>The session's access key id. Not a secret; views shorten it all the same.</summary>
    public string AccessKeyId => credentials.AccessKeyId;

    /// <summary>When the session ends, in UTC.</summary>
    public DateTime Expiration => credentials.Expiration;

    /// <summary>How long it still lasts, never less than zero. Measured when it is read.</summary>
    public TimeSpan TimeLeft
    {
        get
        {
            var left = credentials.Expiration - time.GetUtcNow().UtcDateTime;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>The region that was put into the environment with it, or null.</summary>
    public string? Region { get; }

    /// <summary>The cmdlet that put it into force: Use-AssumedRole, or Invoke-WithRole for the time of its block.</summary>
    public string Scope { get; }

    /// <summary>Session and expiry.</summary>
    public override string ToString() => credentials.ToString();
}
