using System.Text;
using AssumeRole.Findings;

namespace AssumeRole.Endpoint;

/// <summary>A server's log file, a line of JSON an event. Lines are appended; a new file is readable by its owner only.</summary>
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

    public static ServerLogFile Open(string path, TimeProvider time)
    {
        try
        {
            // Unbuffered: lines that a full disk refused must not be written again when the file is closed.
            var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return new ServerLogFile(path, new FileStream(path, options), time);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw FindingCatalogue.LogPathInvalid.Error(path, error.Message, inner: error);
        }
    }

    /// <summary>LogIncomplete if lines are missing, or null. After the end, lines that were not written in time count too.</summary>
    public Finding? FindLoss() => queue.Lost is > 0 and var lost ? FindingCatalogue.LogIncomplete.For(path, $"{lost} lines could not be written.") : null;

    /// <summary>Never waits: a full disk stops the log, not the server.</summary>
    public void Write(ServerEvent happened) => queue.Add(happened.ToJson());

    public void Dispose() => queue.Dispose();

    private void WriteLine(string line)
    {
        // A full disk may have taken a part of the previous line.
        var text = Encoding.UTF8.GetBytes(isBroken ? $"\n{line}\n" : line + "\n");
        isBroken = true;
        file.Write(text);
        isBroken = false;
    }
}
