using System.Text;

namespace AssumeRole.Files;

/// <summary>
/// Reads files to their end, and never more than a given size. A FIFO, a socket or a device is refused before it is opened, because the
/// opening may already wait for ever. /dev/null reads as an empty file. A pipe that this process was given, as by &lt;( ) of a shell, is
/// read within <see cref="Patience"/>.
/// </summary>
/// <remarks>Every fault is an <see cref="IOException"/> or an <see cref="UnauthorizedAccessException"/>, as of .NET's own methods.</remarks>
internal static class BoundedFile
{
    private const int BlockSize = 16 * 1024;
    private static readonly string[] OwnDescriptors = ["/dev/fd/", "/proc/self/fd/", "/dev/stdin"];

    /// <summary>How long a file may take: a program may have to write it first, or a network has to bring it.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Reads a file as a text, in UTF-8 or as its byte order mark says.</summary>
    public static async Task<string> ReadTextAsync(string path, int most, CancellationToken cancellationToken, TimeProvider? time = null) =>
        Decode(await ReadBytesAsync(path, most, cancellationToken, time).ConfigureAwait(false));

    public static async Task<byte[]> ReadBytesAsync(string path, int most, CancellationToken cancellationToken, TimeProvider? time = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Refuse(path);
        // .NET reads a pipe with a call that blocks and no token ends; the thread is left behind.
        var reading = Task.Run(() => Read(path, most), CancellationToken.None);
        reading.Forget();
        try
        {
            return await reading.WaitAsync(Patience, time ?? TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException error)
        {
            throw new IOException($"{path} did not end within {Patience.TotalSeconds:0} s.", error);
        }
    }

    public static string[] ReadLines(string path, int most)
    {
        using var reader = new StringReader(Decode(ReadBytes(path, most)));
        List<string> lines = [];
        while (reader.ReadLine() is { } line) lines.Add(line);
        return [.. lines];
    }

    /// <summary>Reads a file on this thread; only a pipe needs another one.</summary>
    public static byte[] ReadBytes(string path, int most) => Refuse(path) == FileKind.Fifo
        ? ReadBytesAsync(path, most, CancellationToken.None).GetAwaiter().GetResult()
        : Read(path, most);

    /// <summary>Refuses what would be waited for. What does not exist, or is a folder, is left to .NET's own errors.</summary>
    private static FileKind? Refuse(string path)
    {
        var kind = path.Contains('\0', StringComparison.Ordinal) ? null : FileStatus.Find(path)?.Kind;
        var what = kind switch
        {
            FileKind.Fifo when !IsOwnDescriptor(path) => "a FIFO",
            FileKind.Socket => "a socket",
            FileKind.Device => "a device",
            _ => null,
        };
        return what is null ? kind : throw new IOException($"{path} is {what}, and a file is expected.");
    }

    private static bool IsOwnDescriptor(string path)
    {
        var full = Path.GetFullPath(path);
        return Array.Exists(OwnDescriptors, start => full.StartsWith(start, StringComparison.Ordinal));
    }

    private static byte[] Read(string path, int most)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var bytes = new MemoryStream();
        var block = new byte[BlockSize];
        // The length of a pipe, or of a file of /proc, says nothing.
        for (int length; (length = file.Read(block, 0, block.Length)) > 0;)
        {
            bytes.Write(block, 0, length);
            if (bytes.Length > most) throw new FileTooLongException($"{path} has more than {most} bytes.");
        }

        return bytes.ToArray();
    }

    private static string Decode(byte[] bytes)
    {
        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}

/// <summary>A file has more bytes than its kind of document ever has.</summary>
#pragma warning disable CA1032 // It is thrown in one place.
internal sealed class FileTooLongException(string message) : IOException(message);
#pragma warning restore CA1032
