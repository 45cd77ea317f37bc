using System.Text;
using System.Text.Json;
using AssumeRole.Cryptography;
using AssumeRole.Sessions;

namespace AssumeRole.Credentials;

/// <summary>
/// Keeps sessions in files, for programs that are started anew for every call: one file a full identity, mode 0600 in a folder of
/// mode 0700. A file is written aside and renamed, so that no reader ever sees half of one; a lock on a file beside it lets one
/// process ask STS while the others wait for what it gets. The kernel takes a lock back from a process that is killed.
/// </summary>
/// <param name="folder">The folder; made if it is not there.</param>
/// <param name="minimumLeft">A session with less than this left is asked for anew.</param>
/// <param name="warn">Receives a line for each file that is not trusted, without secrets.</param>
/// <param name="time">The clock.</param>
public sealed class SessionFileCache(string folder, TimeSpan minimumLeft, Action<string> warn, TimeProvider time)
{
    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(10);

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
    /// <param name="identity">Everything that the session depends on; only a hash of it becomes the file's name.</param>
    /// <param name="issue">Gets a new session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SessionCredentials> GetOrIssueAsync(
        string identity, Func<CancellationToken, Task<SessionCredentials>> issue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(issue);
        if (!TryPrepareFolder()) return await issue(cancellationToken).ConfigureAwait(false);

        var path = Path.Combine(folder, Convert.ToHexString(Digest.Sha256(Encoding.UTF8.GetBytes(identity))));
        if (Read(path, static _ => { }) is { } stored) return stored;
        using var held = await LockAsync(path + ".lock", cancellationToken).ConfigureAwait(false);
        // Somebody else may have asked while this process waited for the lock.
        if (Read(path, warn) is { } fresh) return fresh;
        var session = await issue(cancellationToken).ConfigureAwait(false);
        Write(path, session);
        return session;
    }

    private bool TryPrepareFolder()
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else if (!Directory.Exists(folder)) Directory.CreateDirectory(folder, OwnFolder);
            if (FileOwnership.FindFault(folder) is not { } fault) return true;
            warn($"The cache is not used: {fault}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            warn($"The cache is not used: {error.Message}");
        }

        return false;
    }

    private SessionCredentials? Read(string path, Action<string> report)
    {
        try
        {
            if (!File.Exists(path)) return null;
            if (FileOwnership.FindFault(path) is { } fault)
            {
                report($"A cached session is replaced: {fault}.");
                return null;
            }

            var session = JsonSerializer.Deserialize(File.ReadAllBytes(path), StoredSessionJson.Default.StoredSession)?.ToSession();
            if (session is null) report($"A cached session is replaced: {path} lacks a part.");
            return session is not null && session.Expiration - time.GetUtcNow().UtcDateTime >= minimumLeft ? session : null;
        }
        catch (JsonException)
        {
            // What the file holds may be a secret: nothing of it goes into the warning.
            report($"A cached session is replaced: {path} is not JSON.");
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report($"A cached session is replaced: {error.Message}");
            return null;
        }
    }

    /// <summary>Under the lock: nobody else writes this file, and what a killed writer left aside can go.</summary>
    private void Write(string path, SessionCredentials session)
    {
        try
        {
            foreach (var left in Directory.EnumerateFiles(folder, Path.GetFileName(path) + ".*.new")) File.Delete(left);
            var aside = $"{path}.{Guid.NewGuid():N}.new";
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnFile;
            using (var stream = new FileStream(aside, options))
                JsonSerializer.Serialize(stream, StoredSession.From(session), StoredSessionJson.Default.StoredSession);
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            warn($"The session was not cached: {error.Message}");
        }
    }

    private async Task<FileStream?> LockAsync(string path, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnFile;
        while (true)
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (UnauthorizedAccessException error)
            {
                warn($"The session is not shared with other processes: {error.Message}");
                return null;
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process holds it.
                await Task.Delay(LockPoll, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
