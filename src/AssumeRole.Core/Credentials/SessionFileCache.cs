using System.Text;
using System.Text.Json;
using AssumeRole.Cryptography;
using AssumeRole.Files;
using AssumeRole.Findings;
using AssumeRole.Sessions;
using AssumeRole.Sts;

namespace AssumeRole.Credentials;

/// <summary>
/// Keeps sessions in files, for programs that are started anew for every call: one file a full identity, mode 0600 in a folder of
/// mode 0700. A file is written aside and renamed, so that no reader ever sees half of one; a lock on a file beside it lets one
/// process ask STS while the others wait for what it gets. The kernel takes a lock back from a process that is killed. A cache that
/// cannot be used costs a warning and never the session.
/// </summary>
/// <param name="folder">The folder; made if it is not there.</param>
/// <param name="minimumLeft">A session with less than this left is asked for anew.</param>
/// <param name="warn">Receives CacheUnavailable and CachedSessionRejected, without secrets.</param>
/// <param name="time">The clock.</param>
public sealed class SessionFileCache(string folder, TimeSpan minimumLeft, Action<Finding> warn, TimeProvider time)
{
    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int LongestFile = 64 * 1024;
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LastPoll = TimeSpan.FromMilliseconds(100);

    /// <summary>How long another process's lock is waited for: as long as one answer of STS may take.</summary>
    internal static TimeSpan LockPatience { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The folder for this user: $XDG_CACHE_HOME/assumerole, ~/.cache/assumerole, or the local application data of Windows.</summary>
    /// <returns>An absolute path, or null if there is no home folder. XDG_CACHE_HOME counts only if it is absolute, as its specification says.</returns>
    public static string? DefaultFolder(IEnvironmentVariables variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var cache = OperatingSystem.IsWindows()
            ? HomeFolder.Absolute(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData))
            : HomeFolder.Absolute(variables.Get("XDG_CACHE_HOME")) ?? InHome(HomeFolder.Find(variables));
        return cache is null ? null : Path.Combine(cache, "assumerole");

        static string? InHome(string? home) => home is null ? null : Path.Combine(home, ".cache");
    }

    /// <summary>Gives the session in the identity's file, and issues and stores it if there is none that lasts.</summary>
    /// <param name="identity">Everything that the session depends on, the caller's secrets among it; only hashes of it are written.</param>
    /// <param name="asksUser">Whether the issue asks a person for a code. No lock is held meanwhile.</param>
    /// <param name="issue">Gets a new session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SessionCredentials> GetOrIssueAsync(
        string identity, bool asksUser, Func<CancellationToken, Task<SessionCredentials>> issue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(issue);
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
        else Directory.CreateDirectory(path, OwnFolder);
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
    /// <returns>Why it was not stored, or null.</returns>
    private string? Write(string path, byte[] identity, SessionCredentials session, bool isLocked)
    {
        try
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(StoredSession.From(session, identity), StoredSessionJson.Default.StoredSession);
            // Under the lock these files are those of writers that were killed.
            if (isLocked) foreach (var left in Directory.EnumerateFiles(folder, Path.GetFileName(path) + ".*.new")) File.Delete(left);
            WriteAside(path, bytes);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    private static void WriteAside(string path, byte[] bytes)
    {
        var aside = $"{path}.{Guid.NewGuid():N}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnFile;
        try
        {
            using (var stream = new FileStream(aside, options)) stream.Write(bytes);
            File.Move(aside, path, overwrite: true);
        }
        finally
        {
            // Of a full file system, half a file would take even more.
            File.Delete(aside);
        }
    }

    /// <summary>Takes the lock, or says why it goes on without.</summary>
    private async Task<(FileStream? Held, string? Fault)> LockAsync(string path, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnFile;
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

    /// <summary>Whether another process holds the file. Any other fault, such as that of a read-only file system, would last.</summary>
    private static bool IsHeld(IOException error)
    {
        // FileShare.None is flock(2) on Unix, which fails with EWOULDBLOCK; Windows has ERROR_SHARING_VIOLATION.
        const int LinuxWouldBlock = 11;
        const int MacWouldBlock = 35;
        const int SharingViolation = unchecked((int)0x80070020);
        return error.HResult == (OperatingSystem.IsWindows() ? SharingViolation : OperatingSystem.IsLinux() ? LinuxWouldBlock : MacWouldBlock);
    }
}
