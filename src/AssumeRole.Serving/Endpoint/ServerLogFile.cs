using System.Text;
using AssumeRole.Findings;

namespace AssumeRole.Endpoint;

/// <summary>A server's log as a file, a line of JSON an event; appended to, and open to its owner only where it is new.</summary>
internal sealed class ServerLogFile : IDisposable
{
    private readonly string path;
    private readonly FileStream file;
    private readonly LogQueue queue;
    private bool isBroken;

    private ServerLogFile(string path, FileStream file, TimeProvider time)
    {
        this.path = path;
        this.file = file;
        queue = new LogQueue(WriteLine, count => ServerEvent.OfLoss(time.GetUtcNow(), count).ToJson(), file.Dispose);
    }

    /// <summary>Opens the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="AssumeRoleException">LogPathInvalid.</exception>
    public static ServerLogFile Open(string path, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(time);
        try
        {
            // Without a buffer: what a full disk refuses must not be there to be written again when the file is closed.
            var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return new ServerLogFile(path, new FileStream(path, options), time);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw FindingCatalogue.LogPathInvalid.Error(path, error.Message, inner: error);
        }
    }

    /// <summary>That lines of it are missing, or null. After the end, lines that could not be written in time are among them.</summary>
    public Finding? FindLoss() => queue.Lost is > 0 and var lost ? FindingCatalogue.LogIncomplete.For(path, $"{lost} lines could not be written.") : null;

    /// <summary>Writes an event. Never waits: a full disk stops the log, and not the server.</summary>
    public void Write(ServerEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        queue.Add(happened.ToJson());
    }

    /// <summary>Closes the file once it has what is still to be written, but does not wait long.</summary>
    public void Dispose() => queue.Dispose();

    private void WriteLine(string line)
    {
        // A full disk may have taken a part of the line before.
        var text = Encoding.UTF8.GetBytes(isBroken ? $"\n{line}\n" : line + "\n");
        isBroken = true;
        file.Write(text);
        isBroken = false;
    }
}
