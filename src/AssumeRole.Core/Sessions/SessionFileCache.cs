using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AssumeRole.Credentials;
using AssumeRole.Cryptography;
using AssumeRole.Files;
using AssumeRole.Findings;

namespace AssumeRole.Sessions;

/// <summary>
/// Keeps sessions in files, for programs that run once per call: one file per full identity, mode 0600 in a folder of mode 0700. A lock
/// on a file beside it lets one process ask STS while the others wait for its session. The kernel takes a lock back from a process that
/// is killed. A cache that cannot be used costs a warning and never the session.
/// </summary>
internal sealed class SessionFileCache(string folder, TimeSpan minimumLeft, Action<Finding> warn, TimeProvider time)
{
    private const int LongestFile = 64 * 1024;
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LastPoll = TimeSpan.FromMilliseconds(100);

    /// <summary>How long another process's lock is waited for: as long as one answer of STS may take.</summary>
    internal static TimeSpan LockPatience { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The folder for this user: $XDG_CACHE_HOME/assumerole, ~/.cache/assumerole, or the local application data of Windows.</summary>
    /// <returns>An absolute path, or null if there is no home folder. XDG_CACHE_HOME counts only if it is absolute, as its specification says.</returns>
    public static string? DefaultFolder(IEnvironmentVariables variables)
    {
        var cache = OperatingSystem.IsWindows()
            ? HomeFolder.Absolute(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData))
            : HomeFolder.Absolute(variables.Get("XDG_CACHE_HOME")) ?? InHome(HomeFolder.Find(variables));
        return cache is null ? null : Path.Combine(cache, "assumerole");

        static string? InHome(string? home) => home is null ? null : Path.Combine(home, ".cache");
    }

    /// <summary>Only hashes of the identity are written. An issue that asks a person for a code holds no lock meanwhile.</summary>
    public async Task<SessionCredentials> GetOrIssueAsync(
        string identity, bool asksUser, Func<CancellationToken, Task<SessionCredentials>> issue, CancellationToken cancellationToken)
    {
        if (FindFolderFault() is { } unusable)
        {
            warn(Unavailable(unusable));
            return await issue(cancellationToken).ConfigureAwait(false);
        }

        var key = Encoding.UTF8.GetBytes(identity);
        var path = Path.Combine(folder, Convert.ToHexString(Digest.Sha256(key)));
        if (Read(path, key, asksUser ? warn : static _ => { }) is { } stored) return stored;
        var (held, lockFault) = asksUser ? (null, null) : await LockAsync(path + ".lock", cancellationToken).ConfigureAwait(false);
        using (held)
        {
            // Another process may have asked while this one waited for the lock.
            if (!asksUser && Read(path, key, warn) is { } fresh) return fresh;
            var session = await issue(cancellationToken).ConfigureAwait(false);
            if ((Write(path, key, session, isLocked: held is not null) ?? lockFault) is { } fault) warn(Unavailable(fault));
            return session;
        }
    }

    private Finding Unavailable(string evidence) => FindingCatalogue.CacheUnavailable.For(folder, evidence);

    private string? FindFolderFault()
    {
        try
        {
            if (!Directory.Exists(folder)) Make(folder);
            return FileOwnership.FindFolderFault(folder) is { } fault ? $"{fault}." : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    /// <summary>Makes a folder and those above it (XDG base directory specification: with permission 0700).</summary>
    private static void Make(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent && !Directory.Exists(parent)) Make(parent);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, AtomicFile.OwnFolder);
    }

    private SessionCredentials? Read(string path, byte[] identity, Action<Finding> report)
    {
        try
        {
            if (!Path.Exists(path)) return null;
            if (FileOwnership.FindFileFault(path) is { } fault) return Reject($"{fault}.");
            var stored = JsonSerializer.Deserialize(BoundedFile.ReadBytes(path, LongestFile), StoredSessionJson.Default.StoredSession);
            if (stored?.ToSession() is not { } session) return Reject($"{path} lacks a part.");
            if (!stored.IsOf(identity)) return Reject($"{path} was stored for another request, or changed since.");
            var left = session.Expiration - time.GetUtcNow().UtcDateTime;
            return left >= minimumLeft && SessionLifetime.CanHave(left) ? session : null;
        }
        catch (JsonException)
        {
            // The file may hold a secret: nothing of it goes into the warning.
            return Reject($"{path} is not JSON.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Reject(error.Message);
        }

        SessionCredentials? Reject(string evidence)
        {
            report(FindingCatalogue.CachedSessionRejected.For(path, evidence));
            return null;
        }
    }

    /// <summary>Stores a session; without the lock too, because the rename replaces a file as a whole.</summary>
    /// <returns>The reason why it was not stored, or null.</returns>
    private static string? Write(string path, byte[] identity, SessionCredentials session, bool isLocked)
    {
        try
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(StoredSession.From(session, identity), StoredSessionJson.Default.StoredSession);
            if (isLocked) AtomicFile.DeleteLeftovers(path);
            AtomicFile.Write(path, bytes, AtomicFile.OwnFile);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    private async Task<(FileStream? Held, string? Fault)> LockAsync(string path, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = AtomicFile.OwnFile;
        var begun = time.GetTimestamp();
        for (var poll = FirstPoll; ; poll = poll * 2 < LastPoll ? poll * 2 : LastPoll)
        {
            try
            {
                return (new FileStream(path, options), null);
            }
            catch (IOException error) when (IsHeld(error))
            {
                if (time.GetElapsedTime(begun) >= LockPatience)
                    return (null, $"Another process has held {path} for more than {LockPatience.TotalSeconds:0} s.");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return (null, error.Message);
            }

            await Task.Delay(poll, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether another process holds the file. Every other fault, such as that of a read-only file system, would last.</summary>
    private static bool IsHeld(IOException error)
    {
        // FileShare.None is flock(2) on Unix, which fails with EWOULDBLOCK (sys/errno.h of macOS: 35); Windows has ERROR_SHARING_VIOLATION.
        const int LinuxWouldBlock = 11;
        const int MacWouldBlock = 35;
        const int SharingViolation = unchecked((int)0x80070020);
        return error.HResult == (OperatingSystem.IsWindows() ? SharingViolation : OperatingSystem.IsLinux() ? LinuxWouldBlock : MacWouldBlock);
    }
}

/// <summary>
/// A session as a cache file holds it, the secrets in plain text. Its code (HMAC) is made with the identity that asked for it: another
/// identity's file, or an edited one, has another code.
/// </summary>
internal sealed record StoredSession(
    string RoleArn,
    string AssumedRoleArn,
    string Account,
    string RoleSessionName,
    string AccessKeyId,
    string SecretAccessKey,
    string SessionToken,
    DateTime Expiration,
    string RequestId,
    string AuthenticationCode)
{
    public static StoredSession From(SessionCredentials session, ReadOnlySpan<byte> identity)
    {
        var stored = new StoredSession(
            session.RoleArn,
            session.AssumedRoleArn,
            session.Account,
            session.RoleSessionName,
            session.AccessKeyId,
            session.SecretAccessKey.Reveal(),
            session.SessionToken.Reveal(),
            session.Expiration.ToUniversalTime(),
            session.RequestId,
            string.Empty);
        return stored with { AuthenticationCode = Convert.ToHexString(stored.ComputeCode(identity)) };
    }

    public SessionCredentials? ToSession() =>
        this is { RoleArn: not null, AssumedRoleArn: not null, Account: not null, RoleSessionName: not null, RequestId: not null }
            && this is { AccessKeyId.Length: > 0, SecretAccessKey.Length: > 0, SessionToken.Length: > 0, AuthenticationCode: not null }
                ? new SessionCredentials
                {
                    RoleArn = RoleArn,
                    AssumedRoleArn = AssumedRoleArn,
                    Account = Account,
                    RoleSessionName = RoleSessionName,
                    AccessKeyId = AccessKeyId,
                    SecretAccessKey = new Secret(SecretAccessKey),
                    SessionToken = new Secret(SessionToken),
                    Expiration = Expiration.ToUniversalTime(),
                    RequestId = RequestId,
                }
                : null;

    /// <summary>Whether this is unchanged since it was stored for an identity. No part may be missing.</summary>
    public bool IsOf(ReadOnlySpan<byte> identity) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(Convert.ToHexString(ComputeCode(identity))), Encoding.UTF8.GetBytes(AuthenticationCode));

    public override string ToString() => AssumedRoleArn;

    private byte[] ComputeCode(ReadOnlySpan<byte> identity)
    {
        var text = new StringBuilder().AppendMeasured(
            RoleArn, AssumedRoleArn, Account, RoleSessionName, AccessKeyId, SecretAccessKey, SessionToken, RequestId,
            Expiration.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture));
        return Digest.HmacSha256(identity, Encoding.UTF8.GetBytes(text.ToString()));
    }
}

[JsonSerializable(typeof(StoredSession))]
internal sealed partial class StoredSessionJson : JsonSerializerContext;
