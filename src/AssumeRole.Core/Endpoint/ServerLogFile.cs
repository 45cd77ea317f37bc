using System.Text;
using AssumeRole.Findings;

namespace AssumeRole.Endpoint;

/// <summary>A server's log as a file, a line of JSON an event; appended to, and open to its owner only where it is new.</summary>
public sealed class ServerLogFile : IDisposable
{
    private readonly object gate = new();
    private readonly StreamWriter writer;
    private bool isClosed;

    private ServerLogFile(StreamWriter writer) => this.writer = writer;

    /// <summary>Opens the file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="AssumeRoleException">LogPathInvalid.</exception>
    public static ServerLogFile Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return new ServerLogFile(new StreamWriter(path, new UTF8Encoding(false), options) { AutoFlush = true, NewLine = "\n" });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw FindingCatalogue.LogPathInvalid.Error(path, error.Message, inner: error);
        }
    }

    /// <summary>Writes an event. A full disk stops the log, and not the server.</summary>
    public void Write(ServerEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        lock (gate)
        {
            if (isClosed) return;
            try
            {
                writer.WriteLine(happened.ToJson());
            }
            catch (IOException)
            {
                isClosed = true;
            }
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isClosed = true;
            writer.Dispose();
        }
    }
}
