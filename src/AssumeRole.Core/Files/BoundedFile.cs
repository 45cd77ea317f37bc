using System.Runtime.InteropServices;
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

/// <summary>The status of a file by stat(2). .NET gives the mode of a file, but neither its kind nor its owner.</summary>
internal sealed partial record FileStatus(FileKind Kind, uint Owner, UnixFileMode Mode)
{
    // statx(2): struct statx is the same on every architecture.
    private const int CurrentFolder = -100;
    private const int StatxNoFollow = 0x100;
    private const uint StatxBasic = 0x7ff;
    private static readonly Layout Statx = new(Owner: 20, Mode: 28, Device: 128, DeviceLength: 8);

    // macOS, struct stat with 64-bit inodes (sys/stat.h, __DARWIN_STRUCT_STAT64).
    private static readonly Layout MacStat = new(Owner: 16, Mode: 4, Device: 24, DeviceLength: 4);

    private const int BufferSize = 512;
    private const int KindMask = 0xF000;
    private const int ModeMask = 0xFFF;
    private const string NullDevice = "/dev/null";

    /// <summary>The status of a file; null if there is no file, or if this system does not tell.</summary>
    public static FileStatus? Find(string path, bool follow = true)
    {
        if (Read(path, follow) is not { } found) return null;
        var kind = (found.Mode & KindMask) switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Folder,
            0x1000 => FileKind.Fifo,
            0xA000 => FileKind.Link,
            0xC000 => FileKind.Socket,
            0x2000 when Read(NullDevice, follow: true) is { } none && none.Device == found.Device => FileKind.NullDevice,
            _ => FileKind.Device,
        };
        return new FileStatus(kind, found.Owner, (UnixFileMode)(found.Mode & ModeMask));
    }

    private static (uint Owner, int Mode, ulong Device)? Read(string path, bool follow)
    {
        var buffer = new byte[BufferSize];
        try
        {
            if (OperatingSystem.IsLinux())
                return CallStatx(CurrentFolder, path, follow ? 0 : StatxNoFollow, StatxBasic, buffer) == 0 ? Statx.Read(buffer) : null;
            if (!OperatingSystem.IsMacOS()) return null;
            var call = (HasOldInodes, follow) switch
            {
                (true, true) => CallStat64(path, buffer),
                (true, false) => CallLstat64(path, buffer),
                (false, true) => CallStat(path, buffer),
                (false, false) => CallLstat(path, buffer),
            };
            return call == 0 ? MacStat.Read(buffer) : null;
        }
        catch (EntryPointNotFoundException)
        {
            // statx came with glibc 2.28, and .NET 8 runs on 2.26, that of Amazon Linux 2.
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CallStatx(int folder, string path, int flags, uint mask, byte[] buffer);

    // On x64, macOS keeps the plain names for 32-bit inodes (sys/cdefs.h, __DARWIN_INODE64); on arm64 it never had those.
    private static bool HasOldInodes => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CallStat64(string path, byte[] buffer);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CallLstat64(string path, byte[] buffer);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CallStat(string path, byte[] buffer);

    [LibraryImport("libc", EntryPoint = "lstat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CallLstat(string path, byte[] buffer);

    /// <summary>Where the members of the system's struct lie, in bytes.</summary>
    private sealed record Layout(int Owner, int Mode, int Device, int DeviceLength)
    {
        public (uint Owner, int Mode, ulong Device) Read(ReadOnlySpan<byte> buffer) =>
            ((uint)Number(buffer.Slice(Owner, 4)), (int)Number(buffer.Slice(Mode, 2)), Number(buffer.Slice(Device, DeviceLength)));

        private static ulong Number(ReadOnlySpan<byte> bytes) => bytes.Length switch
        {
            2 => BitConverter.ToUInt16(bytes),
            4 => BitConverter.ToUInt32(bytes),
            _ => BitConverter.ToUInt64(bytes),
        };
    }
}

internal enum FileKind
{
    Regular,
    Folder,

    /// <summary>A FIFO or a pipe.</summary>
    Fifo,

    Link,
    Socket,

    /// <summary>/dev/null, which reads as an empty file.</summary>
    NullDevice,

    /// <summary>Any other device. It may never end, such as /dev/zero, or wait for a person, such as /dev/tty.</summary>
    Device,
}

/// <summary>Whether a file belongs to this user, and to no other.</summary>
internal static partial class FileOwnership
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>The reason not to trust a folder, or null if only this user can read and write it.</summary>
    public static string? FindFolderFault(string path) => FindFault(path, FileKind.Folder, "folder", follow: true);

    /// <summary>The same for a file. A link is not followed: the file behind it may be of another folder.</summary>
    public static string? FindFileFault(string path) => FindFault(path, FileKind.Regular, "file", follow: false);

    private static string? FindFault(string path, FileKind expected, string what, bool follow)
    {
        // On Windows the folder lies in the user's own profile, whose access list keeps others out.
        if (OperatingSystem.IsWindows()) return null;
        var status = FileStatus.Find(path, follow);
        if (status is not null && status.Kind != expected) return $"{path} is no {what}";
        if (status is not null && status.Owner != GetEffectiveUser()) return $"{path} belongs to user {status.Owner}";
        var mode = status?.Mode ?? File.GetUnixFileMode(path);
        return (mode & Others) == 0 ? null : $"{path} is open to others ({Convert.ToString((int)mode, 8)})";
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();
}
